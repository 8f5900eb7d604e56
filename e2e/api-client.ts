/** The API as a customer's program uses it, for stack tests: with the demo's key. */
import { defaultRules, FLOW_SCHEMA_VERSION, type FlowDoc } from '../core/flow/document.ts';
import { DEMO } from '../local/demo.ts';
import type { Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';

export interface ApiAnswer<T> {
  status: number;
  body: T;
}

export interface ApiClient {
  get<T = Record<string, unknown>>(path: string): Promise<ApiAnswer<T>>;
  post<T = Record<string, unknown>>(path: string, body?: object, key?: string): Promise<ApiAnswer<T>>;
  put<T = Record<string, unknown>>(path: string, body: object): Promise<ApiAnswer<T>>;
  /** Makes a flow and publishes it. */
  publish(name: string, doc: Pick<FlowDoc, 'nodes' | 'edges'> & Partial<FlowDoc>): Promise<string>;
}

/** @param path below the demo organisation, for example `/flow-runs` */
export function apiClient(stack: Stack): ApiClient {
  async function call<T>(method: string, path: string, body?: object, key?: string): Promise<ApiAnswer<T>> {
    const response = await fetch(`${stack.urls.api}/v1/orgs/${demo.orgId}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${DEMO.apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as T };
  }
  const client: ApiClient = {
    get: (path) => call('GET', path),
    put: (path, body) => call('PUT', path, body),
    post: (path, body, key) => call('POST', path, body, key),
    async publish(name, doc) {
      const draft: FlowDoc = {
        schemaVersion: FLOW_SCHEMA_VERSION,
        variables: {},
        rules: { ...defaultRules, reentry: { kind: 'always' } },
        notes: {},
        ...doc,
      };
      const made = await client.post<{ id: string; draftRev: number }>('/flows', { name, draft });
      if (made.status !== 201) throw new Error(`${name}: ${JSON.stringify(made.body)}`);
      const { id, draftRev } = made.body;
      const published = await client.post(`/flows/${id}/publish`, { draftRev });
      if (published.status !== 201) throw new Error(`${name}: ${JSON.stringify(published.body)}`);
      return id;
    },
  };
  return client;
}
