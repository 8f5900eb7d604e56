/** What a handler of an operation looks like. Names, inputs and answers come from `core/api/operations.ts`. */
import type {
  OperationBody,
  OperationName,
  OperationParams,
  OperationQuery,
  OperationResponse,
} from '../core/api/operations.ts';
import type { Tx } from '../platform/db/pool.ts';
import type { Principal } from './auth/principal.ts';
import type { RunControl } from './run-control.ts';

/** A checked request. `tx` is the request's transaction: it commits when the handler resolves. */
export interface Call<Name extends OperationName> {
  tx: Tx;
  principal: Principal;
  params: OperationParams<Name>;
  query: OperationQuery<Name>;
  body: OperationBody<Name>;
  /** Of a POST. */
  idempotencyKey: string | null;
  runControl: RunControl;
  /** Encrypts what is stored as a secret; `context` names where it belongs (`secretContext`). */
  seal(context: string, secret: string): Buffer;
}

export interface OperationHandler<Name extends OperationName> {
  name: Name;
  /** A POST that stores nothing has no use for an Idempotency-Key. */
  changesNothing?: boolean;
  handle(call: Call<Name>): Promise<OperationResponse<Name>>;
}

export function operation<Name extends OperationName>(
  name: Name,
  handler: Omit<OperationHandler<Name>, 'name'>,
): OperationHandler<Name> {
  return { name, ...handler };
}
