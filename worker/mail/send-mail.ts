/** Sends one mail, and notes on its reason's row how that went. Failures carry codes only. */
import { ApplicationFailure } from '@temporalio/activity';
import type { Sql } from '../../platform/db/pool.ts';
import { MailError, type Mail, type Mailer } from '../../platform/mail/mailer.ts';
import type { MailActivities, MailInput } from '../../workflows/housekeeping-contract.ts';
import {
  loadInvitationMail,
  noteInvitationMail,
  TokenMismatchError,
  type InvitationMailOptions,
} from './invitation.ts';
import { loadWebhookMail, noteWebhookMail } from './webhook-disabled.ts';

export interface MailOptions extends InvitationMailOptions {
  sql: Sql;
  mailer: Mailer;
}

interface KindOfMail {
  /** Null when there is nothing to send (any more). */
  load(sql: Sql, input: MailInput, options: InvitationMailOptions): Promise<Mail | null>;
  /** @param error null: the mail server took it */
  note(sql: Sql, input: MailInput, error: string | null): Promise<void>;
}

const kinds: Record<MailInput['kind'], KindOfMail> = {
  invitation: { load: loadInvitationMail, note: noteInvitationMail },
  webhookDisabled: {
    load: (sql, input, { studioUrl }) => loadWebhookMail(sql, input, studioUrl),
    note: async (sql, input, error) => {
      if (error === null) await noteWebhookMail(sql, input);
    },
  },
};

export function createMailActivities({ sql, mailer, ...options }: MailOptions): MailActivities {
  return {
    async sendMail(input) {
      const { load, note } = kinds[input.kind];
      try {
        const mail = await load(sql, input, options);
        if (mail === null) return { status: 'obsolete' };
        await mailer.send(mail);
      } catch (error) {
        if (!(error instanceof MailError || error instanceof TokenMismatchError)) throw error;
        await note(sql, input, error.code);
        const nonRetryable = error instanceof MailError && error.isPermanent;
        throw ApplicationFailure.create({ message: error.message, type: error.code, nonRetryable });
      }
      await note(sql, input, null);
      return { status: 'sent' };
    },
  };
}
