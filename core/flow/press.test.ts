import { describe, expect, it } from 'vitest';
import { chosenOption } from './nodes/shared/options.ts';
import { heardAt } from './press.ts';
import type { InboundReply } from './run.ts';
import { presses, says } from './testing.ts';

const options = [
  { id: 'yes', title: 'Yes' },
  { id: 'no', title: 'No' },
];
const chosen = (message: InboundReply) =>
  chosenOption(options, heardAt('sub/ask', 'run-1', message))?.id ?? null;

describe('a press, at a step that offers an option of that id and title', () => {
  it.each([
    ['on its own message', { runId: 'run-1', nodeId: 'sub/ask' }, 'yes'],
    ['on another step’s', { runId: 'run-1', nodeId: 'ask' }, null],
    ['on another run’s', { runId: 'run-0', nodeId: 'sub/ask' }, null],
    ['on one that no flow sent', { runId: null, nodeId: null }, null],
    ['on one that nobody knows', undefined, 'yes'],
  ])('%s', (_, pressedAt, id) => {
    expect(chosen({ ...presses('yes', 'Yes'), ...(pressedAt && { pressedAt }) })).toBe(id);
  });

  it('by its title as id, as templates send it, is no different', () => {
    expect(chosen({ ...presses('Yes'), pressedAt: { runId: 'run-0', nodeId: 'ask' } })).toBeNull();
  });

  it('says nothing about words that answer another message', () => {
    expect(chosen({ ...says('yes'), pressedAt: { runId: 'run-0', nodeId: 'ask' } })).toBe('yes');
  });
});
