/** What a handler of an operation looks like. Names, inputs and answers come from `core/api/operations.ts`. */
import type { Readable } from 'node:stream';
import type {
  OperationBody,
  OperationName,
  OperationParams,
  OperationQuery,
  OperationResponse,
  Operations,
} from '../core/api/operations.ts';
import type { Tx } from '../platform/db/pool.ts';
import type { SuppressionKeys } from '../platform/secrets/suppression.ts';
import type { Principal } from './auth/principal.ts';
import type { AccountReader } from '../platform/whatsapp/accounts.ts';
import type { TemplateApi } from '../platform/whatsapp/templates.ts';
import type { FileStorage, Bucket } from '../platform/storage/storage.ts';
import type { RunControl } from './run-control.ts';
import type { Vault } from './vault.ts';

/** What reaches beyond the database. */
export interface Services {
  runControl: RunControl;
  /** Asks Meta about WhatsApp accounts. */
  accounts: AccountReader;
  /** Asks Meta about message templates. */
  templates: TemplateApi;
  storage: FileStorage;
  suppressionKeys: SuppressionKeys;
  /** `host:port` pairs that webhooks may lead to although they are private (`HTTP_ALLOWED_PRIVATE_HOSTS`). */
  allowedPrivateHosts: readonly string[];
  /** The Meta app of accounts that are connected. */
  appKey: string;
}

/** A checked request. `tx` is the request's transaction: it commits when the handler resolves. */
export interface Call<Name extends OperationName> extends Services {
  tx: Tx;
  /** Null where nobody need be signed in. */
  principal: Operations[Name]['access'] extends 'public' ? null : Principal;
  params: OperationParams<Name>;
  query: OperationQuery<Name>;
  body: OperationBody<Name>;
  /** What `receive` made of the file; of operations whose body is a file. */
  received: unknown;
  /** Of a POST. */
  idempotencyKey: string | null;
  /** For what carries it on: logs, and Temporal. */
  requestId: string;
  /** Encrypts what is stored as a secret. What it opens goes to Meta, never into an answer. */
  vault: Vault;
  /** Fingerprints of numbers and ids, as the list of suppressions has them (platform/secrets/suppression.ts). */
  fingerprints(identities: readonly string[]): Promise<string[]>;
}

/** The body of an operation with `bodyType: 'file'`, on this machine's disk while the request goes on. */
export interface ReceivedFile {
  path: string;
  byteSize: number;
  sha256: string;
}

export interface Received {
  value: unknown;
  /** Takes back what was kept of the file outside of the database: the request failed, or was a repetition. */
  discard(): Promise<void>;
}

/** What an operation with `responseType: 'file'` answers; it is sent after the transaction. */
export type FileAnswer = (
  | { bucket: Bucket; path: string }
  /** Made by the handler; nothing of it is stored. */
  | { content: () => Readable }
) & { name: string; contentType: string };

type Answer<Name extends OperationName> = Operations[Name] extends { responseType: 'file' }
  ? FileAnswer
  : OperationResponse<Name>;

export interface OperationHandler<Name extends OperationName> {
  name: Name;
  /** Of an operation whose body is a file: reads it before the transaction begins. */
  receive?(file: ReceivedFile, call: Pick<Call<Name>, 'params' | 'query' | 'storage'>): Promise<Received>;
  handle(call: Call<Name>): Promise<Answer<Name>>;
}

export function operation<Name extends OperationName>(
  name: Name,
  handler: Omit<OperationHandler<Name>, 'name'>,
): OperationHandler<Name> {
  return { name, ...handler };
}
