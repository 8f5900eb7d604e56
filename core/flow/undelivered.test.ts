/** WhatsApp takes a message, and says afterwards that it doesn't reach the person. */
import { describe, expect, it } from 'vitest';
import { sampleNode } from './samples/build.ts';
import { simulate, type SimulatedAction } from './simulate.ts';
import { flowDoc } from './testing.ts';

const nodes = {
  start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'hi' }] }),
  ask: sampleNode('ask', 0, 0, {
    text: 'How many?',
    saveAs: 'n',
    validation: { kind: 'number' },
    tries: 3,
    retryText: 'A number, please',
    timeoutMs: null,
  }),
  sms: sampleNode('set-tag', 0, 0, { action: 'add', tag: 'by-sms' }),
};
const withWayOut = flowDoc(nodes, [
  ['start', 'next', 'ask'],
  ['ask', 'failed', 'sms'],
]);
const withoutWayOut = flowDoc(nodes, [['start', 'next', 'ask']]);
const hi: SimulatedAction = { kind: 'say', text: 'hi' };
const undeliver: SimulatedAction = { kind: 'undeliver', code: '131026' };

describe('a question that isn’t delivered', () => {
  it('is left by its failed port, with Meta’s code', () => {
    const { facts, trace, state } = simulate(withWayOut, [hi, undeliver]);
    expect(trace).toContainEqual({ nodeId: 'ask', nodeType: 'ask', port: 'failed', problem: '131026' });
    expect(facts.contact.tags).toEqual(['by-sms']);
    expect(state.ended?.outcome).toBe('completed');
  });

  it('is left so when it is repeated after a wrong answer, too', () => {
    const { facts } = simulate(withWayOut, [hi, { kind: 'say', text: 'many' }, undeliver]);
    expect(facts.contact.tags).toEqual(['by-sms']);
  });

  it('goes on waiting when nothing is connected there: the person may write all the same', () => {
    const { state } = simulate(withoutWayOut, [hi, undeliver]);
    expect(state.wait).toMatchObject({ kind: 'reply', nodeId: 'ask', sent: 1 });
    expect(simulate(withoutWayOut, [hi, undeliver, { kind: 'say', text: '3' }]).state).toMatchObject({
      variables: { n: 3 },
      ended: { outcome: 'completed' },
    });
  });
});

it('changes nothing where the run waits for an answer to no message of its own', () => {
  const doc = flowDoc(
    { start: nodes.start, wait: sampleNode('wait-for-reply', 0, 0, { timeoutMs: null }), sms: nodes.sms },
    [
      ['start', 'next', 'wait'],
      ['wait', 'failed', 'sms'],
    ],
  );
  expect(simulate(doc, [hi, undeliver]).state.wait).toMatchObject({ kind: 'reply', nodeId: 'wait' });
});
