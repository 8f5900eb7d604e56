/** Posts a webhook body as Meta does: the bytes as they are, signed with the demo app's secret. */
import { createHmac } from 'node:crypto';
import { DEMO } from '../local/demo.ts';

export function signedPost(apiUrl: string, body: Uint8Array | string): Promise<Response> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const signature = createHmac('sha256', DEMO.appSecret).update(bytes).digest('hex');
  return fetch(`${apiUrl}/webhooks/whatsapp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    body: Buffer.from(bytes),
  });
}

interface WebhookMessage {
  from: string;
  wamid: string;
  name?: string;
  /** Default: the real time. */
  at?: Date;
}

/** A text message in Meta's envelope, to the demo number. */
export function textWebhook(options: WebhookMessage & { text: string }): string {
  return messageWebhook(options, { type: 'text', text: { body: options.text } });
}

function messageWebhook({ from, wamid, name, at }: WebhookMessage, message: object): string {
  const timestamp = String(Math.floor((at ?? new Date()).getTime() / 1000));
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550100001', phone_number_id: DEMO.phoneNumberId },
    contacts: [{ profile: { name: name ?? 'Somebody' }, wa_id: from }],
    messages: [{ from, id: wamid, timestamp, ...message }],
  };
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: DEMO.wabaId, changes: [{ field: 'messages', value }] }],
  });
}
