/** Many people in a long delay: how fast they are enrolled, what the worker keeps of them, what they cost while they sleep. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../local/process/wait.ts';
import { demo } from '../platform/seed/demo.ts';
import { untilIdle } from './harness/drain.ts';
import { startFloor } from './harness/floor-process.ts';
import type { Group } from './harness/group.ts';
import { cpuMs, rssMb } from './harness/processes.ts';
import { enrol, publishSleepingFlow } from './harness/sleeping-flow.ts';
import { OURS, type BenchStack, type ProcessName } from './harness/stack.ts';
import { infoRow, limitRow, ratioRow } from './harness/table.ts';

/** People enrolled at a time: 2,000 altogether, or 10,000. After the first 1,000 the worker's memory is read. */
const ROUNDS = { short: [500, 500, 500, 500], full: [1_000, 3_000, 3_000, 3_000] };
const WAITING_RUNS = 1_000;
const EVERYBODY: readonly ProcessName[] = [...OURS, 'postgres', 'temporal'];

export const sleepers: Group = async ({ stack, isFull, log }) => {
  const rounds = isFull ? ROUNDS.full : ROUNDS.short;
  const watchMs = isFull ? 60_000 : 20_000;
  const flowId = await publishSleepingFlow(stack.urls.api);
  const floor = await startFloor('temporal', stack, { TEMPORAL_ADDRESS: stack.settings.temporal.address });
  // Code is loaded and compiled before anything counts.
  await bareStarts(floor.url, 100);
  await enrolled(stack, flowId, 50);
  await untilIdle(stack);
  const idleBefore = await cpuShare(stack, watchMs);
  const workerBeforeMb = rssMb(stack.pidOf('worker'));
  let workerAfterMb = workerBeforeMb;

  const floorRates: number[] = [];
  const rates: number[] = [];
  const spent = new Map<ProcessName, number>();
  let asleep = 0;
  for (const perRound of rounds) {
    floorRates.push(await bareStarts(floor.url, perRound));
    await untilIdle(stack);
    const before = new Map(EVERYBODY.map((name) => [name, cpuMs(stack.pidOf(name))]));
    rates.push(await enrolled(stack, flowId, perRound));
    for (const name of EVERYBODY)
      spent.set(name, (spent.get(name) ?? 0) + cpuMs(stack.pidOf(name)) - before.get(name)!);
    asleep += perRound;
    log(
      `enrolment of ${perRound}: ${rates.at(-1)!.toFixed(0)}/s, bare starts ${floorRates.at(-1)!.toFixed(0)}/s`,
    );
    if (asleep === WAITING_RUNS) workerAfterMb = rssMb(stack.pidOf('worker'));
  }
  await floor.stop();
  await untilIdle(stack);
  const idleAfter = await cpuShare(stack, watchMs);
  return [
    ratioRow({
      what: `people enrolled and asleep, up to ${Math.max(...rounds)} at a time`,
      unit: '/s',
      floor: floorRates,
      measured: rates,
      atLeast: 0.7,
    }),
    infoRow(
      '  CPU ms for each',
      [...spent].map(([name, ms]) => `${name} ${(ms / asleep).toFixed(1)}`).join(', '),
    ),
    limitRow(
      `  memory of the worker with ${WAITING_RUNS} more waiting runs`,
      workerAfterMb - workerBeforeMb,
      'MB more',
      60,
    ),
    limitRow(
      `  CPU of ${asleep} sleeping runs over ${watchMs / 1000} s`,
      idleAfter - idleBefore,
      '% more',
      2,
    ),
    infoRow('  CPU of the idle stack', `${idleBefore.toFixed(1)} % before, ${idleAfter.toFixed(1)} % after`),
  ];
};

/** People a second from the call of the API until all of their runs sleep. */
async function enrolled(stack: BenchStack, flowId: string, people: number): Promise<number> {
  const tag = `bench-${randomUUID().slice(0, 8)}`;
  await stack.sql`
    with made as (
      insert into contacts (org_id, name, tags)
      select ${demo.orgId}, 'Sleeper ' || n, array[${tag}] from generate_series(1, ${people}) n returning id
    )
    insert into contact_identities (org_id, kind, value, contact_id)
    select ${demo.orgId}, 'wa_id', '999' || lpad((random() * 1e12)::bigint::text, 12, '0'), id from made`;
  // The tags' own events are routed before the clock runs.
  await waitUntil(
    async () => {
      const [row] = await stack.sql<{ n: number }[]>`
        select count(*)::int as n from contact_events where routed_at is null`;
      return row?.n === 0;
    },
    { timeoutMs: 60_000, what: 'routed contact events' },
  );
  const startedAt = performance.now();
  await enrol(stack.urls.api, flowId, tag);
  await waitUntil(
    async () => {
      const [row] = await stack.sql<{ n: number }[]>`
        select count(*)::int as n from flow_runs r join contacts c on c.id = r.contact_id
        where r.flow_id = ${flowId} and r.status = 'waiting' and c.tags @> array[${tag}]`;
      return row?.n === people;
    },
    { timeoutMs: 300_000, everyMs: 250, what: 'everybody asleep' },
  );
  return (people / (performance.now() - startedAt)) * 1000;
}

async function bareStarts(floorUrl: string, count: number): Promise<number> {
  const response = await fetch(`${floorUrl}/start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ count }),
  });
  if (!response.ok) throw new Error(`The floor failed: ${await response.text()}`);
  return ((await response.json()) as { perSecond: number }).perSecond;
}

/** CPU of all processes together, in per cent of one core. */
async function cpuShare(stack: BenchStack, durationMs: number): Promise<number> {
  const total = () => EVERYBODY.reduce((sum, name) => sum + cpuMs(stack.pidOf(name)), 0);
  const before = total();
  await sleep(durationMs);
  return ((total() - before) / durationMs) * 100;
}
