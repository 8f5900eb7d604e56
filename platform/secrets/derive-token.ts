/** One-time tokens that two processes can make from the master key, so that none is stored or travels between them. */
import { hash, hkdfSync } from 'node:crypto';

const TOKEN_BYTES = 32;

/**
 * @param masterKey `PARLEY_MASTER_KEY`; of several keys the first one
 * @param context what the token is for (`tokenContext`); the same context gives the same token
 * @returns 43 characters that are safe in addresses
 */
export function deriveToken(masterKey: string, context: string): string {
  const key = Buffer.from(masterKey.split(',')[0]!, 'base64');
  return Buffer.from(hkdfSync('sha256', key, '', context, TOKEN_BYTES)).toString('base64url');
}

/** What is stored of a token. */
export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

export const tokenContext = {
  /** A new nonce is a new token; the old one no longer opens anything. */
  invitation: (invitationId: string, nonce: string) => `invitation:${invitationId}:${nonce}`,
};
