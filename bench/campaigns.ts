/** Campaigns: how fast messages go out beside bare POSTs, what Temporal writes for each, and how soon a pause is felt. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { newCampaignDoc } from '../core/campaigns/document.ts';
import { waitUntil } from '../local/process/wait.ts';
import { simulatorClient } from '../local/testing/simulator-client.ts';
import { demo } from '../platform/seed/demo.ts';
import { workflowIds } from '../workflows/contract.ts';
import { untilIdle } from './harness/drain.ts';
import { startFloor } from './harness/floor-process.ts';
import { RUNS, type Group } from './harness/group.ts';
import { median, spread } from './harness/statistics.ts';
import { cpuMs } from './harness/processes.ts';
import { OURS, type BenchStack, type ProcessName } from './harness/stack.ts';
import { infoRow, limitRow, ratioRow } from './harness/table.ts';

const EVERYBODY: readonly ProcessName[] = [...OURS, 'postgres', 'temporal'];
const PEOPLE = { short: 1_500, full: 6_000 };
const WARM_UP = 200;
/** Nothing is accepted for so long: it is silent. */
const SILENCE_MS = 2_000;
/** Statuses come when a run is over: the rate is that of sending, on both sides. */
const STATUSES_LATER = { sentAfterMs: 15_000, deliverAfterMs: 15_000 };
const STATUSES_AT_ONCE = { sentAfterMs: 20, deliverAfterMs: 150 };
/** Beside what the number may send in reality. */
const LIFTED = 100_000;

export const campaigns: Group = async ({ stack, isFull, log }) => {
  const size = isFull ? PEOPLE.full : PEOPLE.short;
  const simulator = simulatorClient(stack.urls.simulator);
  await simulator.settings({ throughput: 0, pairLimit: false, ...STATUSES_LATER });
  const untilReported = async () => {
    await sleep(STATUSES_LATER.sentAfterMs);
    await untilIdle(stack);
  };
  await liftBudget(stack);
  const floor = await startFloor('posts', stack, {
    GRAPH_URL: stack.urls.simulator,
    ...{ TOKEN: demo.accessToken, PHONE_NUMBER_ID: demo.metaPhoneNumberId },
  });
  const connection = await Connection.connect({ address: stack.settings.temporal.address });
  const client = new Client({ connection, namespace: stack.settings.temporal.namespace });
  try {
    const bare = async (numbers: string[]) => {
      const rate = await postAll(floor.url, numbers);
      await untilReported();
      return rate;
    };
    await bare(newNumbers(WARM_UP));
    await sent(stack, await addPeople(stack, WARM_UP));
    await untilReported();

    const floorRates: number[] = [];
    const rates: number[] = [];
    const wholeRates: number[] = [];
    const events: number[] = [];
    const transitions: number[] = [];
    const spent = new Map<ProcessName, number>();
    for (let run = 1; run <= RUNS; run += 1) {
      floorRates.push(await bare(newNumbers(size)));
      const tag = await addPeople(stack, size);
      await untilIdle(stack);
      const before = new Map(EVERYBODY.map((name) => [name, cpuMs(stack.pidOf(name))]));
      const campaign = await sent(stack, tag);
      await untilReported();
      for (const name of EVERYBODY)
        spent.set(
          name,
          (spent.get(name) ?? 0) + (cpuMs(stack.pidOf(name)) - before.get(name)!) / size / RUNS,
        );
      rates.push(campaign.perSecond);
      wholeRates.push(campaign.wholePerSecond);
      const handle = client.workflow.getHandle(workflowIds.campaign(demo.orgId, campaign.id));
      await handle.result();
      const { historyLength, raw } = await handle.describe();
      events.push(historyLength / size);
      transitions.push(Number(raw.workflowExecutionInfo!.stateTransitionCount) / size);
      log(
        `campaign of ${size}, run ${run}: ${rates.at(-1)!.toFixed(0)}/s, bare POSTs ${floorRates.at(-1)!.toFixed(0)}/s`,
      );
    }
    await simulator.settings(STATUSES_AT_ONCE);
    const busy = await sent(stack, await addPeople(stack, size));
    const endedAt = performance.now();
    await untilIdle(stack);
    const drainedMs = performance.now() - endedAt;
    const pauses: number[] = [];
    for (let run = 1; run <= RUNS; run += 1) {
      pauses.push(await untilSilent(stack, size));
      log(`pause, run ${run}: the last message was accepted ${pauses.at(-1)!.toFixed(0)} ms later`);
    }
    return [
      ratioRow({
        what: `messages of a campaign to ${size} people`,
        unit: '/s',
        floor: floorRates,
        measured: rates,
        atLeast: 0.5,
      }),
      infoRow('  the five runs', `${spread(rates)} /s (floor ${spread(floorRates)} /s)`),
      infoRow('  from the start to the end, counting included', `${median(wholeRates).toFixed(0)} /s`),
      infoRow(
        '  CPU ms per message, statuses included',
        [...spent].map(([name, ms]) => `${name} ${ms.toFixed(2)}`).join(', '),
      ),
      infoRow('  with statuses at once', `${busy.perSecond.toFixed(0)} /s`),
      limitRow('  until all of them are worked off after its end', drainedMs, 'ms', 30_000),
      limitRow('  history events per message', median(events), '', 0.05),
      infoRow('  state transitions per message', median(transitions).toFixed(3)),
      limitRow('  from a pause to the last accepted message, at most', Math.max(...pauses), 'ms', 1_500),
    ];
  } finally {
    await floor.stop();
    await connection.close();
  }
};

async function liftBudget({ sql }: BenchStack): Promise<void> {
  await sql`
    insert into private.rate_buckets (phone_number_id, tokens, rate_per_second, burst) values (${demo.phoneNumberId}, ${LIFTED}, ${LIFTED}, ${LIFTED})
    on conflict (phone_number_id) do update set tokens = ${LIFTED}, rate_per_second = ${LIFTED}, burst = ${LIFTED}, updated_at = now()`;
}

let numbers = 0;
function newNumbers(count: number): string[] {
  return Array.from({ length: count }, () => `1777${String((numbers += 1)).padStart(7, '0')}`);
}

async function postAll(floorUrl: string, to: string[]): Promise<number> {
  const response = await fetch(`${floorUrl}/run`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ numbers: to }),
  });
  if (!response.ok) throw new Error(`The floor failed: ${await response.text()}`);
  return ((await response.json()) as { perSecond: number }).perSecond;
}

/** @returns their tag */
async function addPeople({ sql }: BenchStack, count: number): Promise<string> {
  const tag = `bench-${randomUUID().slice(0, 8)}`;
  await sql`
    with made as (
      insert into contacts (org_id, name, tags)
      select ${demo.orgId}, 'Somebody', array[${tag}] from generate_series(1, ${count}) returning id
    )
    insert into contact_identities (org_id, kind, value, contact_id)
    select ${demo.orgId}, 'wa_id', u.value, m.id
    from (select id, row_number() over () as place from made) m
    join unnest(${newNumbers(count)}::text[]) with ordinality as u (value, place) using (place)`;
  await waitUntil(
    async () => {
      const [row] = await sql<
        { n: number }[]
      >`select count(*)::int as n from contact_events where routed_at is null`;
      return row?.n === 0;
    },
    { timeoutMs: 60_000, what: 'routed contact events' },
  );
  // As it is some minutes later by itself.
  await sql`analyze`;
  return tag;
}

async function start({ sql }: BenchStack, tag: string): Promise<string> {
  const doc = newCampaignDoc();
  const template = { name: 'thanks_update', language: 'en_US', header: [], body: ['{{ contact.name }}'] };
  const [row] = await sql<{ id: string }[]>`
    insert into campaigns (org_id, name, phone_number_id, doc)
    values (${demo.orgId}, 'Bench', ${demo.phoneNumberId}, ${sql.json({
      audience: { include: [{ kind: 'tag', tag }], exclude: [] },
      variants: [{ key: 'A', weight: 1, template }],
      delivery: { ...doc.delivery, retriesWhenCapped: 0 },
    })}) returning id`;
  await sql`select private.change_campaign(${demo.orgId}, ${row!.id}, 'start')`;
  return row!.id;
}

/** Sends a campaign to those with the tag; rates by the moments at which the simulator accepted. */
async function sent(stack: BenchStack, tag: string) {
  const startedAt = Date.now();
  const id = await start(stack, tag);
  await waitUntil(
    async () => (await stack.sql`select from campaigns where id = ${id} and status = 'completed'`).length > 0,
    { timeoutMs: 300_000, everyMs: 100, what: 'a completed campaign' },
  );
  const [row] = await stack.sql<{ n: number; firstAt: Date; lastAt: Date }[]>`
    select count(*)::int as n, min(accepted_at) as "firstAt", max(accepted_at) as "lastAt" from messages where campaign_id = ${id}`;
  const { n, firstAt, lastAt } = row!;
  return {
    id,
    perSecond: (n / (lastAt.getTime() - firstAt.getTime())) * 1_000,
    wholePerSecond: (n / (lastAt.getTime() - startedAt)) * 1_000,
  };
}

/** Pauses a campaign in full swing. @returns ms from the pause's commit to the last message that the simulator accepted */
async function untilSilent(stack: BenchStack, size: number): Promise<number> {
  const id = await start(stack, await addPeople(stack, size));
  const acceptedCount = async () => {
    const [row] = await stack.sql<{ n: number }[]>`
      select count(*)::int as n from messages where campaign_id = ${id} and accepted_at is not null`;
    return row!.n;
  };
  await waitUntil(async () => (await acceptedCount()) > size / 5, {
    everyMs: 20,
    what: 'a campaign in full swing',
  });
  await stack.sql`select private.change_campaign(${demo.orgId}, ${id}, 'pause')`;
  const [paused] = await stack.sql<{ at: Date }[]>`select clock_timestamp() as at`;
  await sleep(SILENCE_MS);
  const [last] = await stack.sql<{ at: Date; n: number }[]>`
    select max(accepted_at) as at, count(accepted_at)::int as n from messages where campaign_id = ${id}`;
  if (last!.n === size) throw new Error('The campaign was over before it could be paused.');
  await stack.sql`select private.change_campaign(${demo.orgId}, ${id}, 'cancel')`;
  await untilIdle(stack);
  return Math.max(0, last!.at.getTime() - paused!.at.getTime());
}
