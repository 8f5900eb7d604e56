import { createHmac } from 'node:crypto';

/** Value of X-Hub-Signature-256: HMAC-SHA256 over the raw bytes with the app secret, lower-case hexadecimal. */
export function signature(appSecret: string, body: Buffer): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
}
