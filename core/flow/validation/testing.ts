/** What the tests of the rules share: short ways to write steps, and random documents. Not used by the product. */
import fc from 'fast-check';
import { defaultRules, FLOW_SCHEMA_VERSION } from '../document.ts';
import type { FlowDoc } from '../document.ts';
import type { ConditionData, ConditionTest } from '../nodes/condition/manifest.ts';
import { operatorIds } from '../nodes/condition/operators.ts';
import { newNode, nodeTypeIds } from '../nodes/registry.ts';
import type { FlowNode } from '../nodes/registry.ts';
import { sampleNode } from '../samples/build.ts';
import { flowDoc } from '../testing.ts';
import { validateFlow } from '../validate.ts';
import type { ValidationContext } from '../validate.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const start = sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'hi' }] });
export const tagged = sampleNode('tag-trigger', 0, 0, { tag: 'lead' });
export const end = sampleNode('exit', 0, 0, { outcome: 'completed', reason: '' });
export const say = (text: string) => sampleNode('send-text', 0, 0, { text });
export const delay = (hours: number) =>
  sampleNode('delay', 0, 0, { mode: 'duration', durationMs: hours * HOUR });
export const hear = (hours: number | null, saveAs?: string) =>
  sampleNode('wait-for-reply', 0, 0, { timeoutMs: hours === null ? null : hours * HOUR, saveAs });
export const jump = (target: string, maxVisits: number) => sampleNode('jump', 0, 0, { target, maxVisits });
export const test = (subject: string, operator: ConditionTest['operator'], value = ''): ConditionTest => ({
  subject,
  operator,
  value,
});
/** A condition with one branch a test, called b0, b1... */
export const branches = (...tests: (ConditionTest | ConditionTest[])[]) =>
  sampleNode('condition', 0, 0, {
    branches: tests.map((one, index) => ({
      id: `b${index}`,
      match: 'all' as const,
      groups: [{ match: 'all' as const, tests: [one].flat() }],
    })),
  });

export const ask = (saveAs: string, kind: 'text' | 'number' | 'date' = 'text') =>
  sampleNode('ask', 0, 0, {
    text: '?',
    saveAs,
    validation: { kind },
    tries: 1,
    retryText: '',
    timeoutMs: null,
  });
export const setNumber = (value: string) =>
  sampleNode('set-attribute', 0, 0, { name: 'size', valueType: 'number', value });

/** Steps one after the other, each left by the way out that is usual for it. */
export const line = (nodes: Record<string, FlowNode>, change: Partial<FlowDoc> = {}): FlowDoc => {
  const ids = Object.keys(nodes);
  const edges = ids.slice(1).map((to, index): [string, string, string] => {
    const from = ids[index] ?? '';
    const node = nodes[from];
    const port =
      node?.type === 'ask'
        ? 'valid'
        : node?.type === 'send-text' || node?.type === 'send-template'
          ? 'sent'
          : node?.type === 'wait-for-reply'
            ? 'reply'
            : 'next';
    return [from, port, to];
  });
  return flowDoc(nodes, edges, change);
};

/** Problems of one code, as `node field`; what the other rules say doesn't matter here. */
export function found(code: string, doc: FlowDoc, context?: ValidationContext): string[] {
  return validateFlow(doc, context)
    .filter((problem) => problem.code === code)
    .map(({ nodeId, field }) => [nodeId, field].filter((part) => part !== null).join(' '));
}

/** FC_SEED repeats a run; the seed is written into the names of tests. */
export const SEED = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
export const seeded = (name: string) => `${name} (seed ${SEED})`;

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];

const someText = fc.constantFrom(
  ...['Hello', '', 'Write STOP to end', '{{ answers.x }}', '{{ y | default: "?" }}', '{{ z'],
  ...['{% if x %}{{ x }}{% endif %}', '{{ contact.attributes.size }}', `Bearer ${'a1'.repeat(20)}`],
);
const timeoutMs = fc.constantFrom(null, HOUR, 20 * HOUR, 30 * HOUR);
const someTest: fc.Arbitrary<ConditionTest> = fc.record({
  subject: fc.constantFrom(
    'answers.x',
    'answers.y',
    'contact.tags',
    'contact.attributes.size',
    'contact.name',
  ),
  operator: fc.constantFrom(...operatorIds),
  value: fc.constantFrom('5', '10', 'red', 'Red', 'dark red', '', '2026-01-05'),
});

/** A condition with up to four branches of one or two groups. */
export const someCondition: fc.Arbitrary<ConditionData> = fc
  .array(
    fc.record({
      match: fc.constantFrom('all' as const, 'any' as const),
      groups: fc.array(
        fc.record({
          match: fc.constantFrom('all' as const, 'any' as const),
          tests: fc.array(someTest, { maxLength: 3 }),
        }),
        { minLength: 1, maxLength: 2 },
      ),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((list) => ({ branches: list.map((branch, index) => ({ id: `b${index}`, ...branch })) }));

/** Steps of every type, most of them with data that rules have something to say about. */
export const someNode: fc.Arbitrary<FlowNode> = fc.oneof(
  fc.constantFrom(...nodeTypeIds).map((type) => newNode(type, { x: 0, y: 0 })),
  someText.map(say),
  fc.constantFrom(0, 1, 12, 30).map(delay),
  fc
    .record({ hours: fc.constantFrom(null, 1, 30), saveAs: fc.constantFrom('x', 'y') })
    .map(({ hours, saveAs }) => hear(hours, saveAs)),
  fc
    .record({ target: fc.constantFrom(...IDS, 'gone'), max: fc.integer({ min: 1, max: 20 }) })
    .map(({ target, max }) => jump(target, max)),
  fc.constantFrom(
    sampleNode('keyword-rule', 0, 0, { keywords: [{ match: 'exact', text: 'red' }] }),
    sampleNode('answer-rule', 0, 0, { kinds: ['text'] }),
    sampleNode('error-rule', 0, 0, { times: 2, saveCodeAs: 'y' }),
    sampleNode('return', 0, 0, {}),
  ),
  someCondition.map((data) => sampleNode('condition', 0, 0, data)),
  fc
    .array(fc.integer({ min: 0, max: 80 }), { minLength: 2, maxLength: 4 })
    .map((weights) =>
      sampleNode('split', 0, 0, { branches: weights.map((weight, index) => ({ id: `s${index}`, weight })) }),
    ),
  fc
    .record({ text: someText, kind: fc.constantFrom('text' as const, 'number' as const), timeoutMs })
    .map(({ text, kind, timeoutMs: ms }) =>
      sampleNode('ask', 0, 0, {
        text,
        saveAs: 'x',
        validation: { kind },
        tries: 2,
        retryText: '',
        timeoutMs: ms,
      }),
    ),
  fc
    .constantFrom('text' as const, 'number' as const, 'date' as const)
    .map((valueType) =>
      sampleNode('set-attribute', 0, 0, { name: 'size', valueType, value: '{{ answers.x }}' }),
    ),
);

/** Steps of unknown type or with data that fits nothing. */
export const damagedNode: fc.Arbitrary<FlowNode> = fc
  .tuple(fc.constantFrom(...nodeTypeIds, 'teleport', '__proto__'), fc.jsonValue())
  .map(([type, data]) => ({ type, typeVersion: 1, data, ui: { x: 0, y: 0 } }) as unknown as FlowNode);

/** Small documents over these steps, with edges that mostly leave by ports which exist. */
export function someDoc(node: fc.Arbitrary<FlowNode>): fc.Arbitrary<FlowDoc> {
  const port = fc.constantFrom(
    ...['next', 'sent', 'failed', 'valid', 'gave-up', 'no-reply', 'reply', 'else', 'open', 'closed'],
    ...['branch:b0', 'branch:b1', 'branch:s0', 'branch:s1', 'exceeded', 'happened', 'timeout', 'completed'],
  );
  const edge = fc.record({
    from: fc.record({ node: fc.constantFrom('start', ...IDS), port }),
    to: fc.constantFrom(...IDS),
  });
  const some = { type: fc.constantFrom('text' as const, 'number' as const), default: fc.constantFrom('', 3) };
  return fc
    .record({
      nodes: fc.tuple(...IDS.map(() => node)),
      edges: fc.array(edge, { maxLength: 24 }),
      trigger: fc.constantFrom(start, tagged, null),
      variables: fc.oneof(fc.constant({}), fc.record({ y: fc.record(some, { requiredKeys: ['type'] }) })),
      timeoutMs: fc.constantFrom(null, null, 2 * HOUR, 40 * HOUR),
      quietHours: fc.constantFrom(null, { from: '21:00', to: '08:00' }),
    })
    .map(({ nodes, edges, trigger, variables, timeoutMs: flowMs, quietHours }) => ({
      schemaVersion: FLOW_SCHEMA_VERSION,
      nodes: {
        ...(trigger ? { start: trigger } : {}),
        ...Object.fromEntries(IDS.map((id, index) => [id, nodes[index] ?? end])),
      },
      edges: Object.fromEntries([
        ...(trigger ? [['e', { from: { node: 'start', port: 'next' }, to: 'a' }] as const] : []),
        ...edges.map((one, index) => [`e${index}`, one] as const),
      ]),
      variables,
      rules: { ...defaultRules, timeoutMs: flowMs, quietHours },
      notes: {},
    }));
}
