/** One request of an operation inside its transaction: conditions, input, work, answer. */
import type { Request } from 'express';
import { operations, type Operation, type OperationName } from '../core/api/operations.ts';
import type { Sql, Tx } from '../platform/db/pool.ts';
import { suppressionHash } from '../platform/secrets/suppression.ts';
import { inContext, type Scope } from './context.ts';
import { etagOf, namesEtag } from './etag.ts';
import { answerOnce, readIdempotencyKey, type Answer } from './idempotency.ts';
import type { Call, Received, Services } from './operation.ts';
import { handlerOf } from './operations/registry.ts';
import { ApiError } from './problems.ts';
import { readBody, readQuery } from './read-input.ts';
import { representationOf } from './representation.ts';
import type { Vault } from './vault.ts';

export interface PerformDeps {
  db: Sql;
  vault: Vault;
  services: Services;
}

export interface Performance {
  name: OperationName;
  scope: Scope;
  params: Record<string, unknown>;
  request: Request;
  /** Of an operation whose body is a file: what was made of it, and what an Idempotency-Key stands for. */
  file?: Received & { digest: string };
}

/** An answer that is ready to leave: its text, and the ETag of what it shows or has changed. */
export interface SentAnswer {
  status: number;
  body: unknown;
  text: string;
  etag: string | null;
  isReplayed: boolean;
}

/** With If-Match: how often somebody else may come in between before we give up. */
const MAX_ATTEMPTS = 5;
const SERIALIZATION_FAILURE = '40001';

/**
 * With `If-Match` the transaction is serializable: who changes the same thing between our look and our commit makes it fail, and the
 * next attempt finds the new ETag. So of two writers that hold the same ETag one wins, whatever tables the operation touches.
 * @throws ApiError precondition_failed
 */
export async function perform(deps: PerformDeps, performance: Performance): Promise<SentAnswer> {
  const isConditional = ifMatchOf(performance) !== undefined;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inContext(deps.db, { ...performance.scope, isSerializable: isConditional }, async (tx) =>
        answerIn(tx, deps, performance),
      );
    } catch (error) {
      if (!isConditional || attempt === MAX_ATTEMPTS || !isSerializationFailure(error)) throw error;
    }
  }
}

async function answerIn(tx: Tx, deps: PerformDeps, performance: Performance): Promise<SentAnswer> {
  const { name, request, params, scope } = performance;
  const contract: Operation = operations[name];
  const shownBy = representationOf(contract);
  const showing = async () => {
    if (shownBy === null) return null;
    return etagOf(JSON.stringify(await handlerOf(shownBy).handle(call(undefined, undefined, null))));
  };
  const call = (query: unknown, body: unknown, idempotencyKey: string | null) =>
    ({
      ...{ tx, principal: scope.principal, params, query, body, idempotencyKey },
      ...{ vault: deps.vault, ...deps.services, received: performance.file?.value },
      requestId: scope.request.id,
      async fingerprints(identities: readonly string[]) {
        const key = await deps.services.suppressionKeys(tx, scope.orgId!);
        return identities.map((identity) => suppressionHash(key, identity));
      },
    }) as unknown as Call<OperationName>;

  const query = readQuery(contract, request);
  const body = readBody(contract, request);
  const ifMatch = ifMatchOf(performance);
  if (ifMatch !== undefined) {
    const etag = await showing();
    if (etag === null || !namesEtag(ifMatch, etag, 'strong')) throw new ApiError('precondition_failed');
  }
  const key = contract.method === 'post' ? readIdempotencyKey(request.get('idempotency-key')) : undefined;
  const work = async (): Promise<Answer> => ({
    status: contract.status ?? 200,
    body: await handlerOf(name).handle(call(query, body, key ?? null)),
    isReplayed: false,
  });
  const { orgId, principal } = scope;
  const keyed = principal !== null &&
    key !== undefined && {
      ...{
        orgId,
        principal,
        key,
        method: contract.method,
        path: request.path,
        body: performance.file?.digest ?? body,
      },
      sealWith: contract.answersSecret ? deps.vault : null,
    };
  // Nobody's own: what needs no sign-in has no effect to repeat.
  const answer = keyed ? await answerOnce(tx, keyed, work) : await work();
  const text = JSON.stringify(answer.body);
  // NOTE: an operation that answers the same shape as its GET answers the same text: a test holds all of them to it.
  const isShown =
    (contract.method === 'get' && contract.responseType !== 'file') ||
    (shownBy !== null && (operations[shownBy] as Operation).response === contract.response);
  const etag = isShown ? etagOf(text) : contract.method === 'delete' ? null : await showing();
  return { ...answer, text, etag };
}

function ifMatchOf({ name, request }: Performance): string | undefined {
  const { method }: Operation = operations[name];
  return method === 'get' || method === 'post' ? undefined : request.get('if-match');
}

function isSerializationFailure(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === SERIALIZATION_FAILURE;
}
