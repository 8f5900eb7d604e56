import { randomUUID } from 'node:crypto';

/**
 * A new message id in the shape that Meta's have: `wamid.` and base64 of a small record with the person's number and
 * random hexadecimal digits. Clients must treat it as opaque.
 */
export function newWamid(personId: string, direction: 'inbound' | 'outbound'): string {
  const random = randomUUID().replaceAll('-', '').toUpperCase();
  const suffix = direction === 'outbound' ? random.slice(0, 18) : random;
  const head = `\x1c\x18${String.fromCharCode(personId.length)}${personId}\x15\x02\x00`;
  const kind = direction === 'outbound' ? '\x11\x18\x12' : '\x12\x18\x20';
  return `wamid.${Buffer.from(`${head}${kind}${suffix}\x00`, 'latin1').toString('base64')}`;
}
