import { describe, expect, it } from 'vitest';

import { BoundedLog } from './bounded-log.ts';

describe('bounded log', () => {
  function logOf(capacity: number) {
    const evicted: number[] = [];
    return { log: new BoundedLog<number>(capacity, (entry) => evicted.push(entry)), evicted };
  }

  it('gives cursors that only grow and reads on from one', () => {
    const { log } = logOf(10);
    for (let count = 0; count < 5; count += 1) log.append((cursor) => cursor);
    expect([...log.after(3)]).toEqual([4, 5]);
    expect([...log.after(99)]).toEqual([]);
  });

  it('keeps the latest entries and tells of each that leaves, oldest first', () => {
    const { log, evicted } = logOf(3);
    for (let count = 0; count < 5; count += 1) log.append((cursor) => cursor);
    expect([...log.after(0)]).toEqual([3, 4, 5]);
    expect(evicted).toEqual([1, 2]);
  });

  it('goes on counting after it was cleared, so that an old cursor misses nothing', () => {
    const { log } = logOf(3);
    for (let count = 0; count < 4; count += 1) log.append((cursor) => cursor);
    log.clear();
    expect([...log.after(0)]).toEqual([]);
    for (let count = 0; count < 4; count += 1) log.append((cursor) => cursor);
    expect([...log.after(4)]).toEqual([6, 7, 8]);
  });
});
