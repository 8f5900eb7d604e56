/** Sends one mail, and notes on its reason's row how that went. Failures carry codes only. */
import { ApplicationFailure } from '@temporalio/activity';
import type { Sql } from '../../platform/db/pool.ts';
import { MailError, type Mailer } from '../../platform/mail/mailer.ts';
import type { MailActivities } from '../../workflows/housekeeping-contract.ts';
import {
  loadInvitationMail,
  noteInvitationMail,
  TokenMismatchError,
  type InvitationMailOptions,
} from './invitation.ts';

export interface MailOptions extends InvitationMailOptions {
  sql: Sql;
  mailer: Mailer;
}

export function createMailActivities({ sql, mailer, ...options }: MailOptions): MailActivities {
  return {
    async sendMail(input) {
      try {
        const mail = await loadInvitationMail(sql, input, options);
        if (mail === null) return { status: 'obsolete' };
        await mailer.send(mail);
      } catch (error) {
        if (!(error instanceof MailError || error instanceof TokenMismatchError)) throw error;
        await noteInvitationMail(sql, input, error.code);
        const nonRetryable = error instanceof MailError && error.isPermanent;
        throw ApplicationFailure.create({ message: error.message, type: error.code, nonRetryable });
      }
      await noteInvitationMail(sql, input, null);
      return { status: 'sent' };
    },
  };
}
