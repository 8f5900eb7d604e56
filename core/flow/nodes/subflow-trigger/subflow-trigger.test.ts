import { describe, expect, it } from 'vitest';
import { subflowTrigger } from './index.ts';

describe('subflow-trigger', () => {
  it('is found by callers and fired by no event of a contact', () => {
    expect(subflowTrigger.trigger?.listens({})).toEqual(['call']);
    const event = { kind: 'contact', key: 'tag_added:call', data: {} } as const;
    expect(subflowTrigger.trigger?.fires({}, event)).toBe(false);
    expect(subflowTrigger.advance({}, undefined as never)).toEqual({ kind: 'leave', port: 'next' });
    expect(subflowTrigger.validate({})).toEqual([]);
  });
});
