/** The real API in the test's process, over HTTP, on a database of its own; every success is held against the contract. */
import type postgres from 'postgres';
import {
  operations,
  type Operation,
  type OperationName,
  type OperationResponse,
} from '../../core/api/operations.ts';
import { problem as problemSchema, type Problem } from '../../core/api/schemas.ts';
import { readApiConfig, type ApiConfig } from '../../platform/config.ts';
import { createLogger } from '../../platform/log.ts';
import type { RateLimits } from '../rate-limit/limits.ts';
import { startApi, type RunningApi } from '../start.ts';
import { createFixtures, JWT_SECRET, MASTER_KEY, WEBHOOK_APP, type Fixtures } from './fixtures.ts';

export interface CallInput {
  /** Bearer token; left out: the request has none. */
  token?: string;
  params?: Record<string, string>;
  query?: Record<string, string | number>;
  body?: unknown;
  headers?: Record<string, string>;
}

/** What `createDatabase()` gives. */
export interface Database {
  apiUrl: string;
  /** Superuser. */
  sql: postgres.Sql;
  drop(): Promise<void>;
}

export type ProblemBody = Problem & Record<string, unknown>;

export interface TestApi extends Fixtures {
  database: Database;
  url: string;
  metricsUrl: string;
  /** Calls an operation that must succeed. */
  call<Name extends OperationName>(name: Name, input: CallInput): Promise<OperationResponse<Name>>;
  /** Calls an operation that must be refused with this status; checks that the answer is a problem document. */
  refused(name: OperationName, status: number, input: CallInput): Promise<ProblemBody>;
  send(name: OperationName, input: CallInput): Promise<Response>;
  close(): Promise<void>;
}

export interface TestApiOptions {
  config?: Partial<ApiConfig>;
  rateLimits?: Partial<RateLimits>;
}

/** @param database closed together with the API */
export async function createTestApi(database: Database, options: TestApiOptions = {}): Promise<TestApi> {
  const fixtures = await createFixtures(database.sql);
  const running = await startTestApi(database.apiUrl, options);
  const { url, metricsUrl } = running;
  const send: TestApi['send'] = (name, input) => sendRequest(url, name, input);
  return {
    ...fixtures,
    database,
    url,
    metricsUrl,
    send,
    async call(name, input) {
      const response = await send(name, input);
      const text = await response.text();
      const contract: Operation = operations[name];
      if (response.status !== (contract.status ?? 200))
        throw new Error(`${name}: ${response.status} ${text}`);
      const body: unknown = JSON.parse(text);
      // Not the parsed copy: what zod would drop or default must not hide.
      contract.response.parse(body);
      return body as never;
    },
    async refused(name, status, input) {
      const response = await send(name, input);
      const text = await response.text();
      if (response.status !== status)
        throw new Error(`${name}: ${response.status} instead of ${status}: ${text}`);
      const type = response.headers.get('content-type') ?? '';
      if (!type.startsWith('application/problem+json'))
        throw new Error(`${name} answers an error as ${type}`);
      const body = JSON.parse(text) as ProblemBody;
      problemSchema.parse(body);
      return body;
    },
    async close() {
      await running.stop();
      await database.drop();
    },
  };
}

/** The API alone, on whatever database `databaseUrl` names. */
export function startTestApi(
  databaseUrl: string,
  { config, rateLimits }: TestApiOptions = {},
): Promise<RunningApi> {
  const defaults = readApiConfig({
    DATABASE_URL: databaseUrl,
    PARLEY_MASTER_KEY: MASTER_KEY,
    SUPABASE_URL: 'http://supabase.test:54321',
    SUPABASE_PUBLISHABLE_KEY: 'test-publishable',
    SUPABASE_JWT_SECRET: JWT_SECRET,
    WHATSAPP_APP_KEY: WEBHOOK_APP.appKey,
    // Nobody listens there: no test asks the real one.
    WHATSAPP_GRAPH_URL: 'http://127.0.0.1:9',
    API_PORT: '0',
    API_METRICS_PORT: '0',
    DATABASE_POOL_SIZE: '4',
  });
  const limits = { perIpPerMinute: 100_000, perTokenPerMinute: 100_000, isShared: true, ...rateLimits };
  return startApi({ ...defaults, ...config }, limits, createLogger('api-test', 'silent'));
}

function sendRequest(url: string, name: OperationName, input: CallInput): Promise<Response> {
  const { method, path } = operations[name];
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
    encodeURIComponent(input.params?.[key] ?? ''),
  );
  const query = new URLSearchParams(
    Object.entries(input.query ?? {}).map(([key, value]) => [key, String(value)]),
  );
  const headers = new Headers(input.headers);
  if (input.token !== undefined) headers.set('authorization', `Bearer ${input.token}`);
  if (input.body !== undefined && !headers.has('content-type'))
    headers.set('content-type', 'application/json');
  return fetch(`${url}${filled}${query.size > 0 ? `?${query}` : ''}`, {
    method: method.toUpperCase(),
    headers,
    body:
      input.body === undefined
        ? undefined
        : typeof input.body === 'string' || input.body instanceof Blob
          ? input.body
          : JSON.stringify(input.body),
  });
}
