import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { goBack } from './index.ts';

describe('return', () => {
  it('leaves it to the engine where to go, and has a way out for when there is nothing', () => {
    expect(goBack.advance({}, stepInput({ kind: 'entered' }))).toEqual({ kind: 'goBack' });
    expect(goBack.manifest.ports({})).toEqual([
      { id: 'failed', label: 'Nothing to go back to', optional: true },
    ]);
    expect(goBack.validate({})).toEqual([]);
  });
});
