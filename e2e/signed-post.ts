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
