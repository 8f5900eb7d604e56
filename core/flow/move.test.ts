import { describe, expect, it } from 'vitest';
import { compileFlow } from './compile.ts';
import type { FlowDoc } from './document.ts';
import { advance } from './engine.ts';
import { moveState, previewMove } from './move.ts';
import { sampleNode } from './samples/build.ts';
import { followUpDripFlow } from './samples/follow-up-drip.ts';
import { simulate } from './simulate.ts';
import { facts, NOW, templates } from './testing.ts';

const DAY = 86_400_000;

/** The drip without its first delay: the template leads straight to the first follow-up. */
function withoutFirstDelay(): FlowDoc {
  const doc = structuredClone(followUpDripFlow);
  delete doc.nodes['oneDay'];
  for (const edge of Object.values(doc.edges)) if (edge.to === 'oneDay') edge.to = 'firstFollowUp';
  return doc;
}
const standing = simulate(followUpDripFlow, [{ kind: 'tag', tag: 'lead' }], { templates }).state;
const move = (after: FlowDoc) => moveState(standing, compileFlow(followUpDripFlow), compileFlow(after), NOW);

describe('people whose step stayed', () => {
  it('keep their place and their deadline', () => {
    expect(standing.wait).toMatchObject({ kind: 'delay', nodeId: 'oneDay' });
    const result = move(structuredClone(followUpDripFlow));
    expect(result).toEqual({ outcome: 'kept', state: standing, mustWake: false });
    expect(previewMove(followUpDripFlow, followUpDripFlow, 'oneDay')).toMatchObject({ outcome: 'kept' });
  });

  it('are those who haven’t begun, too', () => {
    expect(previewMove(followUpDripFlow, withoutFirstDelay(), null).outcome).toBe('kept');
  });
});

describe('people whose step is gone', () => {
  it('go on at the only next step that stayed, at once', () => {
    const after = withoutFirstDelay();
    expect(previewMove(followUpDripFlow, after, 'oneDay')).toMatchObject({
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
    expect(previewMove(followUpDripFlow, after, 'window')).toMatchObject({ outcome: 'gone', toNodeId: null });
  });

  it('count as gone when another type has taken the id', () => {
    const after = structuredClone(followUpDripFlow);
    after.nodes['done'] = sampleNode('send-text', 0, 0, { text: 'Bye' });
    expect(previewMove(followUpDripFlow, after, 'done').outcome).toBe('gone');
  });
});

describe('people with a message on its way', () => {
  it('are moved only when the very step is there', () => {
    const sending = { ...standing, wait: { kind: 'send', nodeId: 'oneDay', ordinal: 2 } as const };
    const flows = [compileFlow(followUpDripFlow), compileFlow(withoutFirstDelay())] as const;
    expect(moveState(sending, ...flows, new Date(NOW.getTime() + DAY))).toEqual({ outcome: 'gone' });
  });
});
