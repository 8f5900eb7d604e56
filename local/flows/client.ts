/** The few calls of `/v1` that the command needs, by the same contract as the server's. */
import { operations } from '../../core/api/operations.ts';
import type {
  OperationBody,
  OperationName,
  OperationParams,
  OperationResponse,
} from '../../core/api/operations.ts';
import type { MediaFile } from '../../core/api/media.ts';
import type { FlowSummary } from '../../core/api/schemas.ts';
import type { Segment } from '../../core/api/segments.ts';
import { DEMO } from '../demo.ts';
import { CliError, EXIT } from './errors.ts';

const TIMEOUT_MS = 30_000;

export interface Client {
  url: string;
  org: string;
  call<Name extends OperationName>(name: Name, input: CallInput<Name>): Promise<OperationResponse<Name>>;
  /** All flows that aren't archived. */
  listFlows(): Promise<FlowSummary[]>;
  listSegments(): Promise<Segment[]>;
  /** Those that are kept to be sent. */
  listFiles(): Promise<MediaFile[]>;
}

export interface CallInput<Name extends OperationName> {
  /** Without the organisation, which is always the client's. */
  params?: Omit<OperationParams<Name>, 'org'>;
  query?: Record<string, string>;
  body?: OperationBody<Name>;
}

export interface ClientSettings {
  url: string;
  /** Slug or id; null: the key's only one. */
  org: string | null;
  apiKey: string | undefined;
}

/** An answer of the API that says no. */
export class ApiRefusal extends CliError {
  readonly status: number;
  /** The body as problem+json, `problems` among it for flows. */
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    const { code, title, detail } = problem as { code?: string; title?: string; detail?: string };
    super(
      code ?? 'refused',
      EXIT.server,
      `The server answered ${status}: ${detail ?? title ?? 'no reason given'}`,
    );
    this.status = status;
    this.problem = problem;
  }
}

/** @throws CliError when the server can't be reached, refuses the key, or the key has several organisations */
export async function connect({ url, org, apiKey }: ClientSettings): Promise<Client> {
  const key = apiKey ?? (isThisMachine(url) ? DEMO.apiKey : undefined);
  if (key === undefined) {
    throw new CliError(
      'no_api_key',
      EXIT.usage,
      `Set PARLEY_API_KEY to an API key of ${url} (Settings, API keys).`,
    );
  }
  const request = requester(url, key);
  const me = operations.getMe.response.parse(await request('get', '/v1/me'));
  const found = me.memberships.filter(({ org: one }) => org === null || one.slug === org || one.id === org);
  const [membership] = found;
  if (!membership || found.length > 1) {
    const names = me.memberships.map(({ org: one }) => one.slug).join(', ');
    throw new CliError(
      'no_organisation',
      EXIT.usage,
      `Say with --org which organisation is meant: ${names || 'the key has none'}.`,
    );
  }
  const orgId = membership.org.id;
  const call: Client['call'] = async (name, { params = {}, query, body }) => {
    const { method, path, response } = operations[name];
    const values: Readonly<Record<string, unknown>> = { ...params, org: orgId };
    const filled = path.replace(/\{(\w+)\}/gu, (_, part: string) => encodeURIComponent(String(values[part])));
    const search = query ? `?${new URLSearchParams(query).toString()}` : '';
    return response.parse(await request(method, filled + search, body)) as OperationResponse<typeof name>;
  };
  return {
    ...{ url, org: orgId, call },
    listFlows: async () => {
      const flows = await allPages((query) => call('listFlows', { query }));
      return flows.filter(({ status }) => status !== 'archived');
    },
    listSegments: () => allPages((query) => call('listSegments', { query })),
    listFiles: () => allPages((query) => call('listMedia', { query })),
  };
}

async function allPages<Item>(
  read: (query: Record<string, string>) => Promise<{ items: Item[]; nextCursor: string | null }>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page = await read({ limit: '100', ...(cursor === null ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

function requester(url: string, key: string) {
  return async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await send(url, path, {
      method: method.toUpperCase(),
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    const json = parsed(text);
    if (response.ok && json !== undefined) return json;
    throw new ApiRefusal(response.status, isRecord(json) ? json : { title: text.slice(0, 200) });
  };
}

async function send(url: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`${url}${path}`, init);
  } catch (error) {
    const { cause, message } = error as Error;
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : message;
    throw new CliError(
      'unreachable',
      EXIT.server,
      `No answer from ${url} (${reason}): is the server up, and is --url right?`,
    );
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The demo's key is known to everybody: it goes to no other machine. */
function isThisMachine(url: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}
