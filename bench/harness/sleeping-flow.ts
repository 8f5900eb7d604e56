/** A flow of which people are enrolled and which then waits for a month. */
import { DEMO } from '../../local/demo.ts';
import { demo } from '../../platform/seed/demo.ts';
import { defaultRules, FLOW_SCHEMA_VERSION, type FlowDoc } from '../../core/flow/document.ts';
import { edgesFrom, sampleNode } from '../../core/flow/samples/build.ts';

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

const doc: FlowDoc = {
  schemaVersion: FLOW_SCHEMA_VERSION,
  nodes: {
    start: sampleNode('manual-trigger', 0, 0, {}),
    month: sampleNode('delay', 340, 0, { mode: 'duration', durationMs: MONTH_MS }),
    done: sampleNode('exit', 680, 0, { outcome: 'completed', reason: '' }),
  },
  edges: edgesFrom([
    ['start', 'next', 'month'],
    ['month', 'next', 'done'],
  ]),
  variables: {},
  rules: defaultRules,
  notes: {},
};

const flowsOf = (apiUrl: string) => `${apiUrl}/v1/orgs/${demo.orgId}/flows`;

/** @returns the flow's id */
export async function publishSleepingFlow(apiUrl: string): Promise<string> {
  const flow = await post<{ id: string; draftRev: number }>(flowsOf(apiUrl), {
    name: 'Sleepers',
    draft: doc,
  });
  await post(`${flowsOf(apiUrl)}/${flow.id}/publish`, { draftRev: flow.draftRev });
  return flow.id;
}

/** Asks for everybody with a tag; the work goes on in the background. */
export async function enrol(apiUrl: string, flowId: string, tag: string): Promise<void> {
  await post(`${flowsOf(apiUrl)}/${flowId}/enrolments`, { tag });
}

async function post<T>(url: string, body: object): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${DEMO.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.ok) return (await response.json()) as T;
  throw new Error(`POST ${url} answered ${response.status}: ${await response.text()}`);
}
