/** A flow that asks for ever: two questions in turn, so that every message of a person is one turn with one reply. */
import { DEMO } from '../../local/demo.ts';
import { demo } from '../../platform/seed/demo.ts';
import { defaultRules, FLOW_SCHEMA_VERSION, type FlowDoc } from '../../core/flow/document.ts';
import { edgesFrom, sampleNode } from '../../core/flow/samples/build.ts';

/** What people write: the first one starts a run, every other one is an answer. */
export const KEYWORD = 'benchmark';

const DAY_MS = 24 * 60 * 60 * 1000;

const question = (text: string, saveAs: string, x: number) =>
  sampleNode('ask', x, 0, {
    text,
    saveAs,
    validation: { kind: 'text', minLength: 1 },
    tries: 3,
    retryText: '',
    timeoutMs: DAY_MS,
  });

const doc: FlowDoc = {
  schemaVersion: FLOW_SCHEMA_VERSION,
  nodes: {
    start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: KEYWORD }] }),
    askFirst: question('Hi {{ contact.firstName | default: "there" }}, what comes first?', 'first', 340),
    askSecond: question('You said {{ answers.first }}. And then?', 'second', 680),
    silent: sampleNode('exit', 1020, 0, { outcome: 'exited', reason: 'No reply' }),
  },
  edges: edgesFrom([
    ['start', 'next', 'askFirst'],
    ['askFirst', 'valid', 'askSecond'],
    ['askFirst', 'no-reply', 'silent'],
    ['askSecond', 'valid', 'askFirst'],
    ['askSecond', 'no-reply', 'silent'],
  ]),
  variables: { first: { type: 'text' }, second: { type: 'text' } },
  rules: defaultRules,
  notes: {},
};

/** Makes and publishes the flow the way a customer's program does: through the API, with its key. */
export async function publishLoopingFlow(apiUrl: string): Promise<void> {
  const flows = `${apiUrl}/v1/orgs/${demo.orgId}/flows`;
  const flow = await post<{ id: string; draftRev: number }>(flows, { name: 'Bench', draft: doc });
  await post(`${flows}/${flow.id}/publish`, { draftRev: flow.draftRev });
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
