import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFlow } from '../compile.ts';
import type { FlowDoc } from '../document.ts';
import { listOf } from '../lists.ts';
import { condition } from '../nodes/condition/index.ts';
import type { Scalar } from '../basics.ts';
import { simulate } from '../simulate.ts';
import type { SimulatedAction } from '../simulate.ts';
import { sampleNode } from '../samples/build.ts';
import { contact, facts, flowDoc, stepInput } from '../testing.ts';
import { validateFlow } from '../validate.ts';
import type { ValidationContext } from '../validate.ts';
import { damagedNode, HOUR, SEED, seeded, someCondition, someDoc, someNode, start } from './testing.ts';
import { surelySet } from './variables.ts';

const RUNS = { seed: SEED, numRuns: 400 };

const context: ValidationContext = {
  flowId: 'f',
  templates: facts().templates,
  otherTriggers: [],
  subflows: {},
  publishedVersions: {},
  attributes: { size: 'number' },
  tags: ['lead'],
  secrets: [],
  segments: [],
};

describe('validation of random documents', () => {
  it(seeded('never throws, says something, and gives the same answer to the same document'), () => {
    fc.assert(
      fc.property(someDoc(fc.oneof(someNode, damagedNode)), (doc) => {
        const problems = validateFlow(doc, context);
        for (const { message, code } of problems) expect([message, code]).not.toContain('');
        expect(validateFlow(JSON.parse(JSON.stringify(doc)) as FlowDoc, context)).toEqual(problems);
      }),
      RUNS,
    );
  });
});

const someValue = fc.constantFrom<Scalar[]>(
  ...['red', 'Red!', 'dark red', '', '5', '10'],
  5,
  7,
  10,
  null,
  true,
  '2026-01-05',
);

describe('dead-rule', () => {
  it(seeded('is never taken, whatever the answers, attributes and tags are'), () => {
    const people = fc.record({
      x: someValue,
      // Declared as a list, which may hold several of the values at once.
      y: fc.constantFrom(
        ...[[], ['red'], ['red', '5'], ['dark red', 10], ['Red!', '7', true]].map(
          (rows) => listOf(rows).list,
        ),
      ),
      size: someValue,
      name: fc.constantFrom('Red', '5', null),
      tags: fc.subarray(['red', 'dark red', '5', '10']),
    });
    let reported = 0;
    fc.assert(
      fc.property(someCondition, fc.array(people, { minLength: 5, maxLength: 5 }), (data, list) => {
        const doc = flowDoc(
          { start, check: sampleNode('condition', 0, 0, data) },
          [['start', 'next', 'check']],
          { variables: { y: { type: 'list' } } },
        );
        const dead = new Set(
          validateFlow(doc).flatMap(({ code, field }) =>
            code === 'dead-rule' && field !== null ? [field] : [],
          ),
        );
        reported += dead.size;
        for (const { x, y, size, name, tags } of list) {
          const input = stepInput(
            { kind: 'entered' },
            { variables: { x, y }, contact: { ...contact, name, tags, attributes: { size } } },
          );
          const outcome = condition.advance(data, input);
          if (outcome.kind !== 'leave') throw new Error('A condition always leaves.');
          const index = data.branches.findIndex(({ id }) => outcome.port === `branch:${id}`);
          expect(dead).not.toContain(`branches.${index}`);
        }
      }),
      { ...RUNS, numRuns: 1_000 },
    );
    expect(reported).toBeGreaterThan(10);
  });
});

/** What a person and time can do to a run. */
const someAction: fc.Arbitrary<SimulatedAction> = fc.oneof(
  fc.constantFrom('hi', '7', 'red').map((text): SimulatedAction => ({ kind: 'say', text })),
  fc.constant<SimulatedAction>({ kind: 'skipToDeadline' }),
  fc.constantFrom(1, 10, 30).map((hours): SimulatedAction => ({ kind: 'wait', ms: hours * HOUR })),
  fc.constant<SimulatedAction>({ kind: 'failSends', times: 1, code: 'refused' }),
  fc.constant<SimulatedAction>({ kind: 'decide', action: 'retry' }),
);

describe('the analyses agree with the engine', () => {
  it(seeded('a variable that is surely set has been written when a run gets there'), () => {
    fc.assert(
      fc.property(someDoc(someNode), fc.array(someAction, { maxLength: 12 }), (doc, actions) => {
        const flow = compileFlow(doc);
        const set = surelySet(flow);
        const simulation = simulate(doc, [
          { kind: 'say', text: 'hi' },
          { kind: 'tag', tag: 'lead' },
          ...actions,
        ]);
        const { nodeId, variables } = simulation.state;
        for (const name of nodeId === null ? [] : (set.get(nodeId) ?? [])) {
          expect(Object.keys({ ...flow.defaults, ...variables })).toContain(name);
        }
      }),
      RUNS,
    );
  });

  it(seeded('without window-maybe-closed no message is refused for a closed window'), () => {
    fc.assert(
      fc.property(someDoc(someNode), fc.array(someAction, { maxLength: 12 }), (doc, actions) => {
        const found = validateFlow(doc).filter(({ code }) => code === 'window-maybe-closed');
        const open = new Set(found.map(({ nodeId }) => nodeId));
        const simulation = simulate(doc, [
          { kind: 'say', text: 'hi' },
          ...actions,
          { kind: 'tag', tag: 'lead' },
        ]);
        const decided = actions.some(({ kind }) => kind === 'decide');
        const refused = simulation.transcript.flatMap((entry) =>
          entry.kind === 'outbound' &&
          entry.result.outcome === 'failed' &&
          entry.result.error.code === 'window_closed'
            ? [entry.nodeId]
            : [],
        );
        // A step that an operator tries again may be days late: that is his decision, not the document's.
        if (!decided) for (const nodeId of refused) expect(open).toContain(nodeId);
      }),
      RUNS,
    );
  });
});
