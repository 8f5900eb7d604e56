import { expect, it } from 'vitest';
import { sampleNode } from '../samples/build.ts';
import { flowDoc } from '../testing.ts';
import { validateFlow } from '../validate.ts';

it('is found when a loop fits by itself, but not with the step behind it', () => {
  const doc = flowDoc(
    {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'hi' }] }),
      pause: sampleNode('delay', 0, 0, { mode: 'duration', durationMs: 60_000 }),
      jump: sampleNode('jump', 0, 0, { target: 'jump', maxVisits: 49 }),
      tag: sampleNode('set-tag', 0, 0, { action: 'add', tag: 'lead' }),
    },
    [
      ['start', 'next', 'pause'],
      ['pause', 'next', 'jump'],
      ['jump', 'exceeded', 'tag'],
    ],
  );
  const found = validateFlow(doc).filter(({ code }) => code === 'too-long-without-wait');
  expect(found.map(({ nodeId }) => nodeId)).toEqual(['jump']);
});
