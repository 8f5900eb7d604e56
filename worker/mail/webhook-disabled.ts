/** The mail to admins that says that a webhook is disabled. */
import type { Sql } from '../../platform/db/pool.ts';
import { renderHtml, renderText } from '../../platform/mail/layout.ts';
import type { Mail } from '../../platform/mail/mailer.ts';
import type { MailInput } from '../../workflows/housekeeping-contract.ts';

/** @returns null when there is nothing to send (any more) */
export async function loadWebhookMail(
  sql: Sql,
  { id, number }: MailInput,
  studioUrl: string,
): Promise<Mail | null> {
  const [row] = await sql<{ name: string; url: string; reason: string | null; addresses: string[] }[]>`
    select organization_name as name, url, reason, addresses from private.load_webhook_mail(${id}, ${number})`;
  if (!row || row.addresses.length === 0) return null;
  const { hostname } = new URL(row.url);
  const why =
    row.reason === 'gone'
      ? 'it answered that it is gone for good (410)'
      : 'nothing that we sent there got through for five days';
  const content = {
    title: `A webhook to ${hostname} is disabled`,
    paragraphs: [
      `“${row.name}” told ${hostname} what happens in Parley. We have stopped that: ${why}.`,
      'What happens from now on is not sent there, and is not kept for it. Mend the server, then enable the webhook again.',
    ],
    action: { label: 'See the webhook', url: `${studioUrl}/settings/webhooks` },
    footer: 'You get this because you are an admin.',
  };
  return {
    id: `webhook-disabled.${id}.${number}`,
    to: row.addresses,
    subject: content.title,
    text: renderText(content),
    html: renderHtml(content),
  };
}

export async function noteWebhookMail(sql: Sql, { id, number }: MailInput): Promise<void> {
  await sql`update webhook_endpoints set mailed_number = ${number} where id = ${id} and mail_number = ${number}`;
}
