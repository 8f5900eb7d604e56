/** A seeded cut of the chaos proof; `npm run chaos` is the long form: ten minutes, and nearly every moment of a history must be hit. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killWorkers, type KillReport } from '../chaos/worker-kills.ts';
import { twelveNodes } from '../chaos/twelve-nodes.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { apiClient } from './api-client.ts';

const SECONDS = Number(process.env.PARLEY_CHAOS_SECONDS ?? 15);
const SEED = Number(process.env.PARLEY_CHAOS_SEED ?? 20_261_123);
const IS_LONG = SECONDS > 60;

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ env: { worker: { SWEEP_EVERY_SECONDS: '5' } } });
  await apiClient(stack).publish('Chaos', twelveNodes);
});
afterAll(() => stack?.stop());

describe('runs of a flow of twelve steps, with the worker killed again and again', () => {
  it('end as they do when nobody kills it', { timeout: (SECONDS + 240) * 1_000 }, async () => {
    const report = await killWorkers(stack, { seed: SEED, durationMs: SECONDS * 1_000, staggerMs: 350 });
    const { kills, runs, lengths, unknownSends, differences } = report;
    console.log(
      `seed ${SEED}: ${kills} kills, ${runs} runs, ${unknownSends} unknown sends; not killed at lengths ${missed(report).join(', ')} of ${lengths.length}`,
    );
    expect(differences).toEqual([]);
    expect((await stack.simulator.stats()).duplicates).toBe(0);
    expect(kills).toBeGreaterThanOrEqual(3);
    expect(missed(report).length).toBeLessThan(lengths.length * (IS_LONG ? 0.2 : 0.8));
  });
});

/** Moments of a history at which no worker was killed. */
function missed({ lengthsHit, lengths }: KillReport): number[] {
  return lengths.filter((length) => !lengthsHit.includes(length));
}
