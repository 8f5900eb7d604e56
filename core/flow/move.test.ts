import { describe, expect, it } from 'vitest';
import { compileFlow } from './compile.ts';
import type { FlowDoc } from './document.ts';
import { advance, initialState } from './engine.ts';
import { moveState, previewMove } from './move.ts';
import { sampleNode } from './samples/build.ts';
import { followUpDripFlow } from './samples/follow-up-drip.ts';
import { simulate } from './simulate.ts';
import { facts, flowDoc, NOW, templates } from './testing.ts';

const DAY = 86_400_000;

/** The drip without its first delay: the template leads straight to the first follow-up. */
function withoutFirstDelay(): FlowDoc {
  const doc = structuredClone(followUpDripFlow);
  delete doc.nodes['oneDay'];
  for (const edge of Object.values(doc.edges)) if (edge.to === 'oneDay') edge.to = 'firstFollowUp';
  return doc;
}
const standing = simulate(followUpDripFlow, [{ kind: 'tag', tag: 'lead' }], { templates }).state;
const move = (after: FlowDoc, state = standing) =>
  moveState({ state, triggerNodeId: 'start' }, compileFlow(followUpDripFlow), compileFlow(after), NOW);
const preview = (after: FlowDoc, nodeId: string) =>
  previewMove(followUpDripFlow, after, { nodeId, startsAt: null });

describe('people whose step stayed', () => {
  it('keep their place and their deadline', () => {
    expect(standing.wait).toMatchObject({ kind: 'delay', nodeId: 'oneDay' });
    const result = move(structuredClone(followUpDripFlow));
    expect(result).toEqual({ outcome: 'kept', state: standing, mustWake: false });
    expect(preview(followUpDripFlow, 'oneDay')).toMatchObject({ outcome: 'kept' });
  });
});

describe('people who have not begun', () => {
  const notBegun = { nodeId: null, startsAt: 'start' } as const;
  const busy = facts({ conversation: { mode: 'bot', windowExpiresAt: null, isBusy: true } });
  const started = { kind: 'started', triggerNodeId: 'start', message: null } as const;
  const inTurn = advance(compileFlow(followUpDripFlow), initialState(), started, busy, NOW).state;
  const withoutTrigger = structuredClone(followUpDripFlow);
  delete withoutTrigger.nodes['start'];
  withoutTrigger.nodes['other'] = sampleNode('tag-trigger', 0, 0, { tag: 'lead' });

  it.each([
    ['on their way to the first step', initialState()],
    ['waiting for their turn', inTurn],
  ])('begin on the new version where their trigger stayed: %s', (_, state) => {
    expect(move(withoutFirstDelay(), state)).toEqual({ outcome: 'kept', state, mustWake: false });
    expect(previewMove(followUpDripFlow, withoutFirstDelay(), notBegun)).toMatchObject({
      outcome: 'kept',
      title: 'Not begun',
      words: 'They have yet to begin, and do so on the new version.',
    });
  });

  it.each([
    ['on their way to the first step', initialState()],
    ['waiting for their turn', inTurn],
  ])('begin and finish on the old version where it is gone: %s', (_, state) => {
    expect(move(withoutTrigger, state)).toEqual({ outcome: 'gone' });
    expect(previewMove(followUpDripFlow, withoutTrigger, notBegun)).toMatchObject({
      outcome: 'gone',
      words: 'The trigger where they begin is gone: they begin and finish on the old version.',
    });
  });
});

describe('people whose step is gone', () => {
  it('go on at the only next step that stayed, at once', () => {
    const after = withoutFirstDelay();
    expect(preview(after, 'oneDay')).toMatchObject({
      outcome: 'moved',
      toNodeId: 'firstFollowUp',
      words: 'This step is gone: they go on at "First follow-up".',
    });
    const result = move(after);
    if (result.outcome !== 'moved') throw new Error(result.outcome);
    expect(result.mustWake).toBe(true);
    const next = advance(compileFlow(after), result.state, { kind: 'deadline' }, facts({ templates }), NOW);
    expect(next.commands).toMatchObject([{ kind: 'send', nodeId: 'firstFollowUp' }]);
  });

  it('finish on the old version when the next step isn’t certain', () => {
    const after = structuredClone(followUpDripFlow);
    // Where people at the window check would go on depends on the window.
    delete after.nodes['window'];
    expect(preview(after, 'window')).toMatchObject({ outcome: 'gone', toNodeId: null });
  });

  it('count as gone when another type has taken the id', () => {
    const after = structuredClone(followUpDripFlow);
    after.nodes['done'] = sampleNode('send-text', 0, 0, { text: 'Bye' });
    expect(preview(after, 'done').outcome).toBe('gone');
  });
});

describe('people with a message on its way', () => {
  it('are moved only when the very step is there', () => {
    const sending = { ...standing, wait: { kind: 'send', nodeId: 'oneDay', ordinal: 2 } as const };
    const flows = [compileFlow(followUpDripFlow), compileFlow(withoutFirstDelay())] as const;
    const run = { state: sending, triggerNodeId: 'start' };
    expect(moveState(run, ...flows, new Date(NOW.getTime() + DAY))).toEqual({ outcome: 'gone' });
  });
});

describe('people on the way of a rule', () => {
  const question = (text: string) => sampleNode('wait-for-reply', 0, 0, { label: text, timeoutMs: null });
  const doc = flowDoc(
    {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'hi' }] }),
      name: question('Name'),
      age: question('Age'),
      help: sampleNode('keyword-rule', 0, 0, { keywords: [{ match: 'exact', text: 'help' }] }),
      more: question('More'),
      back: sampleNode('return', 0, 0, {}),
    },
    [
      ['start', 'next', 'name'],
      ['name', 'reply', 'age'],
      ['help', 'next', 'more'],
      ['more', 'reply', 'back'],
    ],
  );
  const asked = simulate(doc, [
    { kind: 'say', text: 'hi' },
    { kind: 'say', text: 'help' },
  ]).state;
  const moveTo = (after: FlowDoc) =>
    moveState({ state: asked, triggerNodeId: 'start' }, compileFlow(doc), compileFlow(after), NOW);

  it('stay where they are, and go back to the step that took the place of the interrupted one', () => {
    expect(asked).toMatchObject({ nodeId: 'more', interrupted: [{ path: 'name' }] });
    const after = structuredClone(doc);
    delete after.nodes['name'];
    expect(moveTo(after)).toMatchObject({
      outcome: 'kept',
      state: { nodeId: 'more', interrupted: [{ rule: 'help', path: 'age' }] },
    });
  });

  it('finish on the old version when nothing surely takes its place', () => {
    const after = structuredClone(doc);
    delete after.nodes['name'];
    delete after.nodes['age'];
    expect(moveTo(after)).toEqual({ outcome: 'gone' });
    const plan = (...interrupted: string[]) =>
      previewMove(doc, after, { nodeId: 'more', startsAt: null, interrupted });
    expect(plan('name')).toMatchObject({
      outcome: 'gone',
      toNodeId: null,
      words: expect.stringContaining('interrupted') as string,
    });
    expect(plan()).toMatchObject({ outcome: 'kept', toNodeId: 'more' });
  });
});
