import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlowDoc } from '../document.ts';
import { sampleNode } from '../samples/build.ts';
import { simulate } from '../simulate.ts';
import type { SimulatedAction } from '../simulate.ts';
import { MAX_INTERRUPTIONS } from '../takeover.ts';
import { flowDoc } from '../testing.ts';
import { ask, delay, found, hear, say, SEED, seeded, start } from './testing.ts';

const steps = {
  ask: { node: ask('x', 'number'), port: 'valid' },
  hear: { node: hear(null), port: 'reply' },
  say: { node: say('Hello'), port: 'sent' },
  delay: { node: delay(1), port: 'next' },
  red: {
    node: sampleNode('keyword-rule', 0, 0, { keywords: [{ match: 'exact', text: 'red' }] }),
    port: 'next',
  },
  text: { node: sampleNode('answer-rule', 0, 0, { kinds: ['text'] }), port: 'next' },
  failed: { node: sampleNode('error-rule', 0, 0, { times: 2 }), port: 'next' },
  back: { node: sampleNode('return', 0, 0, {}), port: 'failed' },
} as const;
const IDS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

/** Steps of these kinds, of which each leads on to another one by its first way out, or to none. */
const someDoc = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...(Object.keys(steps) as (keyof typeof steps)[])),
      to: fc.constantFrom(...IDS, null),
    }),
    { minLength: IDS.length, maxLength: IDS.length },
  )
  .map((list) => {
    const given = list.map((one, index) => ({ id: IDS[index]!, ...steps[one.kind], to: one.to }));
    const edges = given.flatMap(({ id, port, to }) => (to === null ? [] : [[id, port, to] as const]));
    const nodes = Object.fromEntries(given.map(({ id, node }) => [id, node]));
    return flowDoc({ start, ...nodes }, [['start', 'next', 'a'], ...edges]);
  });

const someAction: fc.Arbitrary<SimulatedAction> = fc.oneof(
  fc.constantFrom('hi', '7', 'red').map((text): SimulatedAction => ({ kind: 'say', text })),
  fc.constant<SimulatedAction>({ kind: 'skipToDeadline' }),
  fc.constant<SimulatedAction>({ kind: 'failSends', times: 1, code: 'refused' }),
);

const knownIn = (doc: FlowDoc) =>
  ['return-without-rule', 'return-to-nothing'].flatMap((code) => found(code, doc));

describe('the problems of ways back agree with the engine', () => {
  it(seeded('one without a problem and without a way out of its own never meets nothing'), () => {
    let wentBack = 0;
    fc.assert(
      fc.property(someDoc, fc.array(someAction, { maxLength: 12 }), (doc, actions) => {
        const played = simulate(doc, [{ kind: 'say', text: 'hi' }, ...actions]);
        // Of more interruptions the oldest is forgotten, whatever the flow looks like.
        if (played.state.interrupted.length === MAX_INTERRUPTIONS) return;
        for (const { nodeType, nodeId, port, problem } of played.trace) {
          if (nodeType !== 'return') continue;
          if (problem === null) wentBack += 1;
          else if (problem === 'nothing_interrupted' && port === null) expect(knownIn(doc)).toContain(nodeId);
        }
      }),
      { seed: SEED, numRuns: 400 },
    );
    expect(wentBack).toBeGreaterThan(0);
  });
});
