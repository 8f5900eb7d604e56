import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { goal } from './index.ts';

const entered = stepInput({ kind: 'entered' });

describe('goal', () => {
  it('notes the goal and goes on', () => {
    expect(goal.advance({ name: ' booked ' }, entered)).toEqual({
      kind: 'leave',
      port: 'next',
      commands: [{ kind: 'reachGoal', name: 'booked' }],
    });
  });

  it('fails without a name, which it reports', () => {
    expect(goal.advance({ name: ' ' }, entered)).toMatchObject({ fault: { code: 'missing_goal' } });
    expect(goal.validate({ name: '' })).toMatchObject([{ code: 'required-field', field: 'name' }]);
    expect(goal.manifest.summary({ name: 'booked' })).toBe('Reached: booked');
  });
});
