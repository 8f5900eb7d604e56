import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { jump } from './index.ts';

const data = { target: 'menu', maxVisits: 2 };

describe('jump', () => {
  it('goes on at its target as often as allowed, then takes the other way', () => {
    const ports = [1, 2, 3, 4].map((visits) =>
      jump.advance(data, stepInput({ kind: 'entered' }, { visits })),
    );
    expect(ports).toEqual(
      ['target', 'target', 'exceeded', 'exceeded'].map((port) => ({ kind: 'leave', port })),
    );
  });

  it('tells the engine its target and that visits count', () => {
    expect(jump.manifest.targets?.(data)).toEqual({ target: 'menu' });
    expect(jump.manifest.targets?.({ ...data, target: '' })).toEqual({});
    expect(jump.manifest.countsVisits).toBe(true);
    expect(jump.manifest.ports(data)).toMatchObject([{ id: 'target', fixed: true }, { id: 'exceeded' }]);
  });

  it('fails without a target, which it reports', () => {
    const empty = { target: '', maxVisits: 1 };
    expect(jump.advance(empty, stepInput({ kind: 'entered' }))).toMatchObject({
      fault: { code: 'no_target' },
    });
    expect(jump.validate(empty)).toMatchObject([{ code: 'required-field', field: 'target' }]);
    expect(jump.manifest.schema.safeParse({ target: 'x', maxVisits: 0 }).success).toBe(false);
  });
});
