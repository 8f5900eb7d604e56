import { describe, expect, it } from 'vitest';
import { Lanes } from './lanes.ts';

/** A slice that is written until the test says so. */
function slice(numbers: string[], isAlone = false) {
  const written = Promise.withResolvers<boolean>();
  const begun = Promise.withResolvers<void>();
  return {
    begun: begun.promise,
    end: (goesOn = true) => written.resolve(goesOn),
    fail: (error: Error) => written.reject(error),
    slice: {
      numbers: new Set(numbers),
      isAlone,
      write: () => {
        begun.resolve();
        return written.promise;
      },
    },
  };
}

const isPending = async (promise: Promise<unknown>) =>
  (await Promise.race([promise, new Promise((resolve) => setImmediate(() => resolve('pending')))])) ===
  'pending';

describe('slices', () => {
  it('are written two at a time', async () => {
    const lanes = new Lanes();
    const [a, b, c] = [slice(['1']), slice(['2']), slice(['3'])];
    expect(await lanes.add(a.slice)).toBe(true);
    expect(await lanes.add(b.slice)).toBe(true);
    const third = lanes.add(c.slice);
    expect(await isPending(third)).toBe(true);
    b.end();
    expect(await third).toBe(true);
    a.end();
    c.end();
    expect(await lanes.finish()).toBe(true);
  });

  it('that share a number are written one after the other', async () => {
    const lanes = new Lanes();
    const [a, b] = [slice(['1', '2']), slice(['2', '3'])];
    await lanes.add(a.slice);
    const second = lanes.add(b.slice);
    expect(await isPending(b.begun)).toBe(true);
    a.end();
    await second;
    await b.begun;
  });

  it('that meet people who are there are written alone, and waited for', async () => {
    const lanes = new Lanes();
    const [a, b] = [slice(['1']), slice(['2'], true)];
    await lanes.add(a.slice);
    const second = lanes.add(b.slice);
    expect(await isPending(b.begun)).toBe(true);
    a.end();
    await b.begun;
    expect(await isPending(second)).toBe(true);
    b.end();
    expect(await second).toBe(true);
  });

  it('begin no more once one was told that the work is over', async () => {
    const lanes = new Lanes();
    const [a, b, c] = [slice(['1']), slice(['2']), slice(['3'])];
    await lanes.add(a.slice);
    await lanes.add(b.slice);
    a.end(false);
    expect(await lanes.add(c.slice)).toBe(false);
    expect(await isPending(c.begun)).toBe(true);
    b.end();
    expect(await lanes.finish()).toBe(false);
  });

  it('give back what one of them threw, after the others have ended', async () => {
    const lanes = new Lanes();
    const [a, b] = [slice(['1']), slice(['2'])];
    await lanes.add(a.slice);
    await lanes.add(b.slice);
    a.fail(new Error('lost the connection'));
    const finished = lanes.finish();
    expect(await isPending(finished.catch(() => 'thrown'))).toBe(true);
    b.end();
    await expect(finished).rejects.toThrow('lost the connection');
  });
});
