import { describe, expect, it } from 'vitest';
import { exit } from './index.ts';

describe('exit', () => {
  it('ends the run with its outcome and reason', () => {
    expect(exit.advance({ outcome: 'exited', reason: ' No reply ' }, undefined as never)).toEqual({
      kind: 'end',
      outcome: 'exited',
      reason: 'No reply',
    });
    expect(exit.advance({ outcome: 'completed', reason: '' }, undefined as never)).toMatchObject({
      reason: 'completed',
    });
  });
});
