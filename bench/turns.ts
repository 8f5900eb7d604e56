/** Question-and-answer turns from the person's message to the reply at the simulator: latency at a fixed rate, and turns flat out. */
import { startFloor } from './harness/floor-process.ts';
import { RUNS, type Group } from './harness/group.ts';
import { untilIdle } from './harness/drain.ts';
import type { Answers } from './harness/people.ts';
import { median, percentile, spread } from './harness/statistics.ts';
import { infoRow, limitRow, ratioRow, type Row } from './harness/table.ts';
import { withPeople } from './harness/conversation.ts';

/** The rate at which latencies are measured, and how many people share it: each writes every five seconds. */
export const TURNS_PER_SECOND = 20;
export const STEADY_PEOPLE = 100;
/** Conversations side by side in a flat-out run, and bare workflows in the floor's. */
export const FLAT_OUT_PEOPLE = 32;

export const turns: Group = (context) =>
  withPeople(context.stack, async (people) => {
    const { stack, isFull, log } = context;
    const rows = await latencies();
    const floor = await startFloor('temporal', stack, { TEMPORAL_ADDRESS: stack.settings.temporal.address });
    rows.push(...(await flatOut(floor.url)));
    await floor.stop();
    return rows;

    async function latencies(): Promise<Row[]> {
      const numbers = people.newcomers(STEADY_PEOPLE);
      await people.greet(numbers);
      const runs: Answers[] = [];
      for (let i = 1; i <= RUNS; i += 1) {
        await untilIdle(stack);
        const run = await people.writeAtRate(numbers, TURNS_PER_SECOND, isFull ? 30_000 : 8_000);
        runs.push(run);
        log(`turns at ${TURNS_PER_SECOND}/s, run ${i}: ${describe(run)}`);
      }
      const all = (share: number) => runs.map((run) => percentile(run.latencies, share));
      return [
        limitRow(`inbound to reply p50 at ${TURNS_PER_SECOND} turns/s`, median(all(0.5)), 'ms', 100),
        limitRow(`inbound to reply p95 at ${TURNS_PER_SECOND} turns/s`, median(all(0.95)), 'ms', 250),
        infoRow('  the five runs', `p50 ${spread(all(0.5))} ms, p95 ${spread(all(0.95))} ms`),
        limitRow(
          '  messages without a reply',
          runs.reduce((sum, run) => sum + run.unanswered, 0),
          '',
          0,
        ),
      ];
    }

    async function flatOut(floorUrl: string): Promise<Row[]> {
      const durationMs = isFull ? 30_000 : 6_000;
      await bareTurns(floorUrl, 2_000);
      const floorRates: number[] = [];
      const runs: Answers[] = [];
      for (let i = 1; i <= RUNS; i += 1) {
        await untilIdle(stack);
        floorRates.push(await bareTurns(floorUrl, durationMs));
        // New people for every run, so that no conversation gets longer than real ones.
        const numbers = people.newcomers(FLAT_OUT_PEOPLE);
        await people.greet(numbers);
        const run = await people.writeFlatOut(numbers, durationMs);
        runs.push(run);
        log(`turns flat out, run ${i}: floor ${floorRates.at(-1)!.toFixed(0)}/s, product ${describe(run)}`);
      }
      await untilIdle(stack);
      const rates = runs.map((run) => run.perSecond);
      return [
        ratioRow({
          what: `sustained turns, ${FLAT_OUT_PEOPLE} at once`,
          unit: '/s',
          floor: floorRates,
          measured: rates,
          atLeast: 0.4,
        }),
        infoRow('  the five runs', `${spread(rates)} /s (floor ${spread(floorRates)} /s)`),
        limitRow(
          '  messages without a reply',
          runs.reduce((sum, run) => sum + run.unanswered, 0),
          '',
          0,
        ),
      ];
    }
  });

async function bareTurns(floorUrl: string, durationMs: number): Promise<number> {
  const response = await fetch(`${floorUrl}/run`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ loops: FLAT_OUT_PEOPLE, durationMs }),
  });
  if (!response.ok)
    throw new Error(`The bare Temporal loop answered ${response.status}: ${await response.text()}`);
  return ((await response.json()) as { perSecond: number }).perSecond;
}

/** For the log. */
export function describe({ perSecond, latencies }: Answers): string {
  return `${perSecond.toFixed(1)}/s, p50 ${percentile(latencies, 0.5)} ms, p95 ${percentile(latencies, 0.95)} ms`;
}
