import { describe, expect, it } from 'vitest';
import { peopleText } from '../../../shared/lib/counted.ts';
import { added, batchesOf, nothingDone, restText } from './batches.ts';

describe('work on many contacts', () => {
  it('is cut into batches that hold each once, in order', () => {
    expect(batchesOf(['a', 'b', 'c', 'd', 'e'], 2)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(batchesOf([])).toEqual([]);
    const many = Array.from({ length: 1_001 }, (_, n) => String(n));
    expect(batchesOf(many).map(({ length }) => length)).toEqual([500, 500, 1]);
  });

  it('adds up, and says what was left', () => {
    const sum = added(added(nothingDone, { changed: 500, unchanged: 0, notFound: 0 }), {
      changed: 1,
      unchanged: 2,
      notFound: 1,
    });
    expect(sum).toEqual({ changed: 501, unchanged: 2, notFound: 1 });
    expect(restText(sum)).toBe('Nothing to do for 2 people. 1 person is no longer here.');
    expect(restText({ ...nothingDone, changed: 3 })).toBeUndefined();
    expect(peopleText(1_234)).toBe('1,234 people');
  });
});
