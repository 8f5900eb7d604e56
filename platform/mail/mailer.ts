/** Mail over SMTP. Locally the server is `local/mailbox`, which shows every mail on a page. */
import { createTransport } from 'nodemailer';

export interface Mail {
  to: string | string[];
  subject: string;
  text: string;
  html: string;
  /** The same mail sent twice carries the same id, so that mail servers can tell. */
  id: string;
}

export interface Mailer {
  /** Resolves when the mail server has taken it. @throws MailError */
  send(mail: Mail): Promise<void>;
}

/** Holds no address and no text: it may stand in logs and histories. */
export class MailError extends Error {
  override readonly name = 'MailError';
  readonly code: 'mail_not_configured' | 'mail_refused' | 'mail_unreachable';

  constructor(code: MailError['code'], message: string) {
    super(message);
    this.code = code;
  }

  /** Sending the same again can't help. */
  get isPermanent(): boolean {
    return this.code === 'mail_refused';
  }
}

const TIMEOUT_MS = 15_000;

/**
 * @param smtpUrl `smtp://user:password@host:port`, or `smtps://` for TLS from the first byte; without it every send fails
 * @param from `Name <address>`
 */
export function createMailer(smtpUrl: string | undefined, from: string): Mailer {
  if (smtpUrl === undefined) {
    return {
      send: () =>
        Promise.reject(new MailError('mail_not_configured', 'SMTP_URL is not set: no mail can be sent.')),
    };
  }
  const transport = createTransport(
    { url: smtpUrl, connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS },
    { from },
  );
  const domain = /@([^\s>]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
  return {
    async send({ id, ...mail }) {
      try {
        await transport.sendMail({
          ...mail,
          messageId: `<${id}@${domain}>`,
          // No out-of-office answers, please.
          headers: { 'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All' },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
      } catch (error) {
        throw toMailError(error);
      }
    },
  };
}

/** Refused for good: the recipient or the message itself, with a 5xx answer. All else may pass: a wrong password can be mended. */
function toMailError(error: unknown): MailError {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  const isRefusal = (code === 'EENVELOPE' || code === 'EMESSAGE') && (responseCode ?? 0) >= 500;
  return isRefusal
    ? new MailError('mail_refused', `The mail server refused the mail (${responseCode}).`)
    : new MailError(
        'mail_unreachable',
        `The mail server didn’t take the mail (${responseCode ?? code ?? 'no answer'}).`,
      );
}
