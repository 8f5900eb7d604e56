import { describe, expect, it } from 'vitest';
import { segmentTrigger } from './index.ts';

const { fires, listens } = segmentTrigger.trigger!;
const event = (key: 'segment_entered:s1' | 'segment_left:s1') =>
  ({ kind: 'contact', key, data: {} }) as const;

describe('segment-trigger', () => {
  it('fires on entering, or on leaving when that is meant', () => {
    expect(listens({ segmentId: 's1' })).toEqual(['segment_entered:s1']);
    expect(fires({ segmentId: 's1' }, event('segment_entered:s1'))).toBe(true);
    expect(fires({ segmentId: 's2' }, event('segment_entered:s1'))).toBe(false);
    expect(fires({ segmentId: 's1', change: 'left' }, event('segment_entered:s1'))).toBe(false);
    expect(fires({ segmentId: 's1', change: 'left' }, event('segment_left:s1'))).toBe(true);
  });

  it('wants a segment', () => {
    expect(listens({ segmentId: '' })).toEqual([]);
    expect(segmentTrigger.validate({ segmentId: '' })).toMatchObject([{ field: 'segmentId' }]);
    expect(segmentTrigger.manifest.summary({ segmentId: '' })).toBe('No segment yet');
    expect(segmentTrigger.manifest.summary({ segmentId: 's1' })).toBe('When someone enters the segment');
    expect(segmentTrigger.advance({ segmentId: 's1' }, undefined as never)).toEqual({
      kind: 'leave',
      port: 'next',
    });
  });
});
