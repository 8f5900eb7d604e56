/** A step that fails for good and has no way out for it waits for somebody to decide. */
import { describe, expect, it } from 'vitest';
import { sampleNode } from './samples/build.ts';
import { simulate } from './simulate.ts';
import type { SimulatedAction } from './simulate.ts';
import { flowDoc } from './testing.ts';

const DAY = 86_400_000;
const doc = flowDoc(
  {
    start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'hi' }] }),
    hello: sampleNode('send-text', 0, 0, { text: 'Hello' }),
    mark: sampleNode('set-tag', 0, 0, { action: 'add', tag: 'greeted' }),
  },
  [
    ['start', 'next', 'hello'],
    ['hello', 'sent', 'mark'],
  ],
);
const failed: SimulatedAction[] = [
  { kind: 'failSends', times: 1, code: 'blocked' },
  { kind: 'say', text: 'hi' },
];
const play = (...then: SimulatedAction[]) => simulate(doc, [...failed, ...then]);

describe('a failed step', () => {
  it('waits for a decision and says why', () => {
    expect(play().state.wait).toMatchObject({ kind: 'decision', nodeId: 'hello', code: 'blocked' });
  });

  it('is done again on retry, as a new message', () => {
    const { transcript, state } = play({ kind: 'decide', action: 'retry' });
    expect(transcript.filter((entry) => entry.kind === 'outbound')).toMatchObject([
      { result: { outcome: 'failed' } },
      { result: { outcome: 'sent' } },
    ]);
    expect(state).toMatchObject({ sends: 2, ended: { outcome: 'completed' } });
  });

  it('is left by its first way out on skip', () => {
    const { facts, trace, state } = play({ kind: 'decide', action: 'skip' });
    expect(facts.contact.tags).toEqual(['greeted']);
    expect(trace).toContainEqual({ nodeId: 'hello', nodeType: 'send-text', port: 'sent', problem: null });
    expect(state.ended?.outcome).toBe('completed');
  });

  it('ends the run when it is stopped', () => {
    expect(play({ kind: 'stop', reason: 'enough' }).state.ended).toEqual({
      outcome: 'exited',
      reason: 'enough',
    });
  });

  it('ends the run as failed after seven days', () => {
    expect(play({ kind: 'wait', ms: 7 * DAY - 1 }).state.ended).toBeNull();
    expect(play({ kind: 'wait', ms: 7 * DAY }).state.ended).toEqual({
      outcome: 'failed',
      reason: 'blocked',
    });
  });
});
