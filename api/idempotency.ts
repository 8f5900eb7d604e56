/** `Idempotency-Key` on POSTs: the same request again gets the first answer (kept 24 hours in `private.idempotency_keys`). */
import { hash } from 'node:crypto';
import type { Tx } from '../platform/db/pool.ts';
import { json } from '../platform/db/pool.ts';
import { ApiError, invalidField } from './problems.ts';

export interface Answer {
  status: number;
  body: unknown;
  /** This is the answer of an earlier request. */
  isReplayed: boolean;
}

export interface IdempotentRequest {
  orgId: string;
  key: string;
  method: string;
  path: string;
  body: unknown;
}

const KEY = /^[\x21-\x7e]{1,255}$/;

/** @throws ApiError invalid_input when the header is there but is no key */
export function readIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (!KEY.test(header)) throw invalidField('Idempotency-Key', 'must be 1 to 255 visible ASCII characters');
  return header;
}

/**
 * Makes the answer once. Claim, work and kept answer share the request's transaction, so a failed request leaves the key
 * free, and two at once are one after the other.
 * @throws ApiError idempotency_key_reused
 */
export async function answerOnce(
  tx: Tx,
  request: IdempotentRequest,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const { orgId, key, method, path, body } = request;
  const requestHash = hash('sha256', JSON.stringify([method, path, body ?? null]), 'buffer');
  const [claim] = await tx<Claim[]>`
    select is_new, is_same_request, status, answer
    from private.claim_idempotency_key(${orgId}, ${key}, ${requestHash})`;
  if (claim && !claim.is_new) {
    if (!claim.is_same_request || claim.status === null) throw new ApiError('idempotency_key_reused');
    return { status: claim.status, body: claim.answer, isReplayed: true };
  }
  const answer = await work();
  await tx`select private.keep_idempotent_answer(${orgId}, ${key}, ${answer.status}, ${json(tx, answer.body)})`;
  return answer;
}

interface Claim {
  is_new: boolean;
  is_same_request: boolean;
  status: number | null;
  answer: unknown;
}
