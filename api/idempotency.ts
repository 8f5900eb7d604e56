/** `Idempotency-Key` on POSTs: the same request again gets the first answer (kept 24 hours in `private.idempotency_keys`). */
import { hash } from 'node:crypto';
import type { Tx } from '../platform/db/pool.ts';
import { json } from '../platform/db/pool.ts';
import { secretContext } from '../platform/secrets/envelope.ts';
import type { Principal } from './auth/principal.ts';
import { ApiError, invalidField } from './problems.ts';
import type { Vault } from './vault.ts';

export interface Answer {
  status: number;
  body: unknown;
  /** This is the answer of an earlier request. */
  isReplayed: boolean;
}

export interface IdempotentRequest {
  /** Null outside an organisation: the key is the caller's own there. */
  orgId: string | null;
  principal: Principal;
  key: string;
  method: string;
  path: string;
  body: unknown;
  /** For an answer that holds a secret: it is kept sealed. */
  sealWith: Vault | null;
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
  const { orgId, key, method, path, body, sealWith } = request;
  const requestHash = hash('sha256', JSON.stringify([method, path, body ?? null]), 'buffer');
  const [claim] = await tx<Claim[]>`
    select is_new, is_same_request, status, answer, sealed_answer
    from private.claim_idempotency_key(${orgId}, ${key}, ${requestHash})`;
  if (claim && !claim.is_new) {
    if (!claim.is_same_request || claim.status === null) throw new ApiError('idempotency_key_reused');
    return { status: claim.status, body: openAnswer(claim, request), isReplayed: true };
  }
  const answer = await work();
  const sealed = sealWith?.seal(contextOf(request), JSON.stringify(answer.body)) ?? null;
  await tx`
    select private.keep_idempotent_answer(
      ${orgId}, ${key}, ${answer.status}, ${sealed === null ? json(tx, answer.body) : null}, ${sealed})`;
  return answer;
}

function openAnswer(claim: Claim, request: IdempotentRequest): unknown {
  if (claim.sealed_answer === null) return claim.answer;
  if (request.sealWith === null)
    throw new Error('A sealed answer was kept for an operation without secrets.');
  return JSON.parse(request.sealWith.open(contextOf(request), claim.sealed_answer));
}

function contextOf({ principal, key }: IdempotentRequest): string {
  return secretContext.idempotentAnswer(`${principal.kind}:${principal.id}`, key);
}

interface Claim {
  is_new: boolean;
  is_same_request: boolean;
  status: number | null;
  answer: unknown;
  sealed_answer: Uint8Array | null;
}
