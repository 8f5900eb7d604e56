import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallResult } from './calls.ts';
import { defaultRules } from './document.ts';
import type { FlowDoc } from './document.ts';
import { advance, compileFlow, initialState, MAX_VISITS } from './engine.ts';
import { newNode, nodeTypeIds, nodeTypeOf } from './nodes/registry.ts';
import type { FlowNode } from './nodes/registry.ts';
import { parseFlow } from './parse.ts';
import type { EngineEvent, RunState } from './run.ts';
import { sampleNode } from './samples/build.ts';
import { describeWait } from './summary.ts';
import { facts, flowDoc, NOW, presses, says } from './testing.ts';
import { validateFlow } from './validate.ts';

const SEED = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const RUNS = { seed: SEED, numRuns: Number(process.env['FC_RUNS'] ?? 400) };
// Written into the names, so that a failure in CI can be repeated with FC_SEED.
const seeded = (name: string) => `${name} (seed ${SEED})`;

/** Every way out that a new step of any type has, and some of the tested ones. */
const PORTS = [
  ...new Set([
    ...['button:yes', 'other', 'valid', 'gave-up'],
    ...nodeTypeIds.flatMap((type) => {
      const manifest = nodeTypeOf(type)?.manifest;
      return manifest ? manifest.ports(manifest.defaults()).map(({ id }) => id) : [];
    }),
  ]),
];

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const anyText = fc.oneof(
  fc.constantFrom(
    'hi',
    'Yes',
    '2',
    '{{ answers.x }}',
    '{% if contact.name %}a{% endif %}',
    '{{',
    '{{ x | nope }}',
    '',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const timeout = fc.oneof(fc.constant(null), fc.integer({ min: 1_000, max: 200_000 }));
const options = fc.constantFrom(1, 2).map((count) =>
  [
    { id: 'yes', title: 'Yes' },
    { id: 'no', title: 'No' },
  ].slice(0, count),
);

const goodNode: fc.Arbitrary<FlowNode> = fc.oneof(
  fc.constantFrom(...nodeTypeIds).map((type) => newNode(type, { x: 0, y: 0 })),
  anyText.map((text) => sampleNode('send-text', 0, 0, { text })),
  fc
    .record({ body: anyText, buttons: options, timeoutMs: timeout })
    .map((data) => sampleNode('send-buttons', 0, 0, data)),
  fc
    .record({
      text: anyText,
      saveAs: fc.constantFrom('', 'x'),
      tries: fc.integer({ min: 1, max: 3 }),
      timeoutMs: timeout,
    })
    .map((data) => sampleNode('ask', 0, 0, { ...data, retryText: '', validation: { kind: 'number' } })),
  fc
    .integer({ min: 0, max: 500_000 })
    .map((durationMs) => sampleNode('delay', 0, 0, { mode: 'duration', durationMs })),
  fc.constantFrom('add', 'remove').map((action) => sampleNode('set-tag', 0, 0, { action, tag: 'lead' })),
  anyText.map((value) => sampleNode('set-attribute', 0, 0, { name: 'n', valueType: 'number', value })),
);
const damagedNode = fc
  .tuple(fc.constantFrom(...nodeTypeIds, 'teleport', '__proto__'), fc.jsonValue())
  .map(([type, data]) => ({ type, typeVersion: 1, data, ui: { x: 0, y: 0 } }) as unknown as FlowNode);

function docOf(node: fc.Arbitrary<FlowNode>): fc.Arbitrary<FlowDoc> {
  const port = fc.constantFrom(...PORTS);
  const edge = fc.record({
    from: fc.record({ node: fc.constantFrom('start', ...IDS), port }),
    to: fc.constantFrom(...IDS),
  });
  const trigger = sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'hi' }] });
  return fc
    .record({
      nodes: fc.tuple(...IDS.map(() => node)),
      edges: fc.array(edge, { maxLength: 30 }),
      first: fc.constantFrom(...IDS),
      exitOnReply: fc.boolean(),
    })
    .map(({ nodes, edges, first, exitOnReply }) => ({
      ...flowDoc(
        { start: trigger, ...Object.fromEntries(IDS.map((id, index) => [id, nodes[index] ?? trigger])) },
        [['start', 'next', first]],
        { rules: { ...defaultRules, exitOn: { ...defaultRules.exitOn, reply: exitOnReply } } },
      ),
      edges: Object.fromEntries([
        ['0', { from: { node: 'start', port: 'next' }, to: first }],
        ...edges.map((one, index) => [`e${index}`, one] as const),
      ]),
    }));
}

/** An event that mostly fits the state, with the time that passes before it. */
const move = fc.record({
  passMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 600_000 })),
  kind: fc.constantFrom(
    ...(['fit', 'fit', 'fit', 'fit', 'reply', 'press', 'deadline', 'stale', 'started'] as const),
    ...(['happened', 'undelivered', 'retry', 'skip', 'stop', 'free'] as const),
  ),
  fails: fc.boolean(),
  text: anyText,
});
type Move = typeof move extends fc.Arbitrary<infer Value> ? Value : never;

function eventFor(state: RunState, { kind, fails, text }: Move): EngineEvent {
  const result = fails
    ? ({ outcome: 'failed', error: { code: 'refused', title: 'Refused' } } as const)
    : ({ outcome: 'sent' } as const);
  if (state.wait === null || kind === 'started')
    return { kind: 'started', triggerNodeId: 'start', message: says(text) };
  if (kind === 'stale') return { kind: 'sendResult', ordinal: state.sends - 1, result };
  if (kind === 'fit' && state.wait.kind === 'send')
    return { kind: 'sendResult', ordinal: state.sends, result };
  if (kind === 'happened' || (kind === 'fit' && state.wait.kind === 'event')) {
    const key = (state.wait.kind === 'event' ? state.wait.listens[0] : null) ?? 'replied';
    return { kind: 'happened', event: { key, data: { text }, at: NOW.toISOString() } };
  }
  if (kind === 'retry' || kind === 'skip') return { kind: 'decision', action: kind };
  if (kind === 'stop') return { kind, reason: 'stopped' };
  if (kind === 'undelivered')
    return { kind, ordinal: state.sends, error: { code: '131026', title: 'Undeliverable' } };
  if (kind === 'free') return { kind: 'conversationFree' };
  if (kind === 'fit' && state.wait.kind === 'call')
    return { kind: 'callResult', ordinal: state.calls, result: callResult(fails, text) };
  if (kind === 'deadline' || (kind === 'fit' && fails)) return { kind: 'deadline' };
  return { kind: 'reply', message: kind === 'press' ? presses('yes') : says(text) };
}

function callResult(fails: boolean, text: string): CallResult {
  if (fails) return { outcome: 'failed', error: { code: 'call_timeout', title: 'Time-out' } };
  return text.length % 2 === 0
    ? { outcome: 'response', status: 200, body: { answer: [text, null, 7] } }
    : { outcome: 'answer', text, fields: { x: text } };
}

function play(doc: FlowDoc, moves: Move[]) {
  const flow = compileFlow(doc);
  let state = initialState();
  let time = NOW.getTime();
  const results = [];
  for (const one of moves) {
    time += one.passMs;
    const result = advance(flow, state, eventFor(state, one), facts(), new Date(time));
    ({ state } = result);
    results.push(result);
  }
  return results;
}

describe('the engine on random documents and events', () => {
  it(seeded('never throws, never runs away, and says where it is'), () => {
    fc.assert(
      fc.property(docOf(fc.oneof(goodNode, damagedNode)), fc.array(move, { maxLength: 60 }), (doc, moves) => {
        const flow = compileFlow(doc);
        for (const { state, commands, trace } of play(doc, moves)) {
          expect(state.visits).toBeLessThanOrEqual(MAX_VISITS);
          expect(commands.filter((command) => command.kind === 'send').length).toBeLessThanOrEqual(1);
          expect(trace.length).toBeLessThanOrEqual(52);
          expect(state.wait === null || state.ended === null).toBe(true);
          expect(state.nodeId === null).toBe(state.wait === null);
          expect(describeWait(flow, state)).not.toBe('');
        }
      }),
      RUNS,
    );
  });

  it(seeded('gives the same answer to the same input, from state that went through JSON'), () => {
    fc.assert(
      fc.property(docOf(goodNode), fc.array(move, { maxLength: 30 }), (doc, moves) => {
        const flow = compileFlow(JSON.parse(JSON.stringify(doc)) as FlowDoc);
        let state = initialState();
        let time = NOW.getTime();
        for (const [index, result] of play(doc, moves).entries()) {
          const one = moves[index] as Move;
          time += one.passMs;
          const stored = JSON.parse(JSON.stringify(state)) as RunState;
          const again = advance(flow, stored, eventFor(stored, one), facts(), new Date(time));
          expect(again).toEqual(result);
          ({ state } = again);
        }
      }),
      { ...RUNS, numRuns: RUNS.numRuns / 2 },
    );
  });

  it(seeded('numbers sends 1, 2, 3... without a gap'), () => {
    fc.assert(
      fc.property(docOf(goodNode), fc.array(move, { maxLength: 60 }), (doc, moves) => {
        const ordinals = play(doc, moves)
          .flatMap((result) => result.commands)
          .flatMap((command) => (command.kind === 'send' ? [command.ordinal] : []));
        expect(ordinals).toEqual(ordinals.map((_, index) => index + 1));
      }),
      { ...RUNS, numRuns: RUNS.numRuns / 2 },
    );
  });
});

describe('parser and validator on random documents', () => {
  it(seeded('never throw'), () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), docOf(fc.oneof(goodNode, damagedNode))), (json) => {
        const parsed = parseFlow(json);
        if (!parsed.ok) expect(parsed.problems.length).toBeGreaterThan(0);
      }),
      RUNS,
    );
    fc.assert(
      fc.property(docOf(fc.oneof(goodNode, damagedNode)), (doc) => {
        for (const problem of validateFlow(doc, { templates: facts().templates }))
          expect(problem.message).not.toBe('');
      }),
      RUNS,
    );
  });

  it(seeded('agree with the engine: a flow without errors never loops without a wait'), () => {
    fc.assert(
      fc.property(docOf(goodNode), fc.array(move, { maxLength: 80 }), (doc, moves) => {
        if (validateFlow(doc).some((problem) => problem.code === 'cycle-without-wait')) return;
        const reasons = play(doc, moves).map((result) => result.state.ended?.reason);
        expect(reasons).not.toContain('loop_without_wait');
      }),
      { ...RUNS, numRuns: RUNS.numRuns / 2 },
    );
  });
});
