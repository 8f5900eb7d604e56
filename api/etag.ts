/** Strong ETags of answers, and the conditions that a request may make with them (RFC 9110, section 13). */
import { hash } from 'node:crypto';

/** Of the answer's exact text: a hash, so that no table needs a revision and no change goes unnoticed. */
export function etagOf(text: string): string {
  return `"${hash('sha256', text, 'base64url').slice(0, 27)}"`;
}

/**
 * Whether a list of ETags, as `If-Match` and `If-None-Match` hold it, names this one; `*` names all.
 * @param comparison `strong`: an ETag that says it is weak (`W/`) names nothing
 */
export function namesEtag(header: string, etag: string, comparison: 'strong' | 'weak'): boolean {
  if (header.trim() === '*') return true;
  const named = header.match(/(W\/)?"[^"]*"/g) ?? [];
  return named.some((one) => (comparison === 'weak' ? one.replace(/^W\//, '') : one) === etag);
}
