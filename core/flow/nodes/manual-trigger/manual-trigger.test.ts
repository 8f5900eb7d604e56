import { describe, expect, it } from 'vitest';
import { manualTrigger } from './index.ts';

describe('manual-trigger', () => {
  it('is found by enrolments and fires on nothing else', () => {
    const { fires, listens } = manualTrigger.trigger!;
    expect(listens({})).toEqual(['manual']);
    expect(fires({}, { kind: 'contact', key: 'tag_added:a', data: {} })).toBe(false);
    expect(manualTrigger.validate({})).toEqual([]);
    expect(manualTrigger.advance({}, undefined as never)).toEqual({ kind: 'leave', port: 'next' });
  });
});
