import { defaultRules, FLOW_SCHEMA_VERSION, type FlowDoc } from '../core/flow/document.ts';
import { sampleNode } from '../core/flow/samples/build.ts';
import type { ApiClient } from './api-client.ts';

/** Makes a draft that begins with a keyword and does nothing yet. @returns its id */
export async function createKeywordDraft(api: ApiClient, name: string, keyword: string): Promise<string> {
  const draft: FlowDoc = {
    schemaVersion: FLOW_SCHEMA_VERSION,
    nodes: {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: keyword }] }),
    },
    edges: {},
    variables: {},
    rules: { ...defaultRules, reentry: { kind: 'always' } },
    notes: {},
  };
  const { body } = await api.post<{ id: string }>('/flows', { name, draft });
  return body.id;
}
