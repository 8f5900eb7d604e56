/**
 * Kills the worker at every moment of a flow and compares what became of each run with one that nobody disturbed. People begin all the
 * time, so that a kill finds runs at many moments; it comes when a run stands at the last of the moments that were met least. A send that was
 * cut off in the middle may end as `unknown`: then nobody knows whether the person got it, and it is never repeated; everything else
 * must be the same.
 */
import type { Client } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../local/testing/stack.ts';
import { eventKindsOf, momentsOf, standsAt, type EventKinds } from './moments.ts';
import { compare, outcomeOf, type Outcome } from './outcome.ts';
import {
  answerQuestions,
  beginRuns,
  nthPerson,
  underWayCount,
  untilUnderWay,
  type Person,
} from './people.ts';
import { temporalClient } from '../e2e/temporal-client.ts';

export interface KillOptions {
  seed: number;
  /** So many kills must find a run at each moment. */
  killsPerMoment: number;
  /** Ends the killing even when moments are missed, but not before a few kills. The runs on their way then take their time to end. */
  maxDurationMs: number;
  /** Told of each kill. */
  log?: (line: string) => void;
}

export interface KillReport {
  kills: number;
  runs: number;
  /** The kinds of events of an undisturbed run. */
  undisturbed: EventKinds;
  /** Kills that found a run at a moment, by moment. */
  killsAt: Map<number, number>;
  unknownSends: number;
  /** What differs from the undisturbed run, by run. */
  differences: string[];
}

const MIN_KILLS = 3;
/** Runs under way besides those that an earlier kill has met: so many that they queue for the worker. */
const CROWD = 30;
/** No new crowd gathers while more runs than these are under way: a worker that is always killed makes them ever more. */
const MAX_LEFT_BEHIND = 60;
/** People who begin at the same time, and the pause until the next ones do. */
const GROUP = 5;
const STAGGER_MS = 150;
/** A kill comes anyway when nobody has been seen at the moment it aims at. */
const PATIENCE_MS = 20_000;
/** Between seeing a run and the kill, so that turns are cut off at different places. */
const MAX_DELAY_MS = 30;

export async function killWorkers(stack: Stack, options: KillOptions): Promise<KillReport> {
  const { killsPerMoment, maxDurationMs } = options;
  const client = await temporalClient(stack);
  const random = generator(options.seed);
  const stopping = new AbortController();
  const answers = answerQuestions(stack, generator(options.seed + 1), stopping.signal);
  const people: Person[] = [];
  const newPeople = (count: number) => {
    const some = Array.from({ length: count }, (_, n) => nthPerson(people.length + n));
    people.push(...some);
    return some;
  };
  try {
    const [reference] = newPeople(1) as [Person];
    const { undisturbed, expected } = await undisturbedRun(stack, client, reference);
    const killsAt = new Map(momentsOf(undisturbed).map((moment) => [moment, 0]));
    const fewest = () => Math.min(...killsAt.values());

    let kills = 0;
    const until = Date.now() + maxDurationMs;
    for (;;) {
      if (kills >= MIN_KILLS && (fewest() >= killsPerMoment || Date.now() > until)) break;
      const aim = [...killsAt].findLast(([, count]) => count === fewest())![0];
      await untilUnderWay(stack, people, MAX_LEFT_BEHIND);
      const crowd = gather(stack, newPeople);
      await someoneAt(stack, client, crowd.people, aim);
      await sleep(random() * MAX_DELAY_MS);
      await stack.kill('worker');
      kills += 1;
      await crowd.stop();
      // Without a worker a history moves by the server's own doing only.
      for (const moment of await momentsOfAll(stack, client, crowd.people, undisturbed)) {
        killsAt.set(moment, killsAt.get(moment)! + 1);
      }
      const met = [...killsAt.values()].filter((count) => count > 0).length;
      options.log?.(
        `kill ${kills}, aimed at ${aim}: ${met} of ${killsAt.size} moments met, ${people.length} runs begun`,
      );
      await endLeases(stack);
      await stack.start('worker');
    }
    await untilUnderWay(stack, people, 0);

    const outcomes = await outcomesOf(stack, people);
    return {
      kills,
      runs: people.length,
      undisturbed,
      killsAt,
      unknownSends: outcomes.reduce((sum, { unknown }) => sum + unknown, 0),
      differences: outcomes.flatMap((outcome, n) => {
        const difference = compare(outcome, expected);
        return difference === null ? [] : [`${people[n]!.name}: ${difference}`];
      }),
    };
  } finally {
    stopping.abort();
    await answers;
  }
}

/** What time would do in half a minute: nobody holds any more what the dead worker had begun to deliver and to send. */
async function endLeases(stack: Stack): Promise<void> {
  await stack.sql`update private.outbox set next_attempt_at = clock_timestamp() where next_attempt_at > clock_timestamp()`;
  await stack.sql`update messages set lease_until = clock_timestamp() where status = 'sending' and lease_until > clock_timestamp()`;
}

async function undisturbedRun(stack: Stack, client: Client, person: Person) {
  await beginRuns(stack, [person]);
  await untilUnderWay(stack, [person], 0);
  const [workflowId] = (await workflowsOf(stack, [person])) as [string];
  await client.workflow.getHandle(workflowId).result();
  return { undisturbed: await eventKindsOf(client, workflowId), expected: await outcomeOf(stack, person) };
}

/** Lets people begin, group by group, so that about CROWD runs are under way until it is stopped. */
function gather(stack: Stack, newPeople: (count: number) => Person[]) {
  const people: Person[] = [];
  let isStopped = false;
  const gathering = (async () => {
    while (!isStopped) {
      if ((await underWayCount(stack, people)) < CROWD) {
        const group = newPeople(GROUP);
        people.push(...group);
        await beginRuns(stack, group);
      }
      await sleep(STAGGER_MS);
    }
  })();
  return {
    people,
    stop() {
      isStopped = true;
      return gathering;
    },
  };
}

/** Comes back when a run of these people stands at the moment, or when patience has run out. */
async function someoneAt(stack: Stack, client: Client, people: Person[], moment: number): Promise<void> {
  const patientUntil = Date.now() + PATIENCE_MS;
  while (Date.now() < patientUntil) {
    const lengths = await Promise.all(
      (await workflowsOf(stack, people)).map((id) =>
        client.workflow
          .getHandle(id)
          .describe()
          .then(({ historyLength }) => historyLength)
          .catch(() => 0),
      ),
    );
    if (lengths.includes(moment)) return;
  }
}

async function momentsOfAll(stack: Stack, client: Client, people: Person[], undisturbed: EventKinds) {
  const ids = await workflowsOf(stack, people);
  const histories = await Promise.all(ids.map((id) => eventKindsOf(client, id).catch(() => [])));
  return new Set(histories.flatMap((history) => standsAt(history, undisturbed) ?? []));
}

/** The workflows of people whose run goes on, or has ended just now: the database knows of an end before Temporal does. */
async function workflowsOf(stack: Stack, people: Person[]): Promise<string[]> {
  const rows = await stack.sql<{ id: string }[]>`
    select r.workflow_id as id from flow_runs r join contacts c on c.id = r.contact_id
    where c.name = any(${people.map(({ name }) => name)})
      and (r.ended_at is null or r.ended_at > clock_timestamp() - interval '5 seconds')`;
  return rows.map(({ id }) => id);
}

async function outcomesOf(stack: Stack, people: Person[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const person of people) outcomes.push(await outcomeOf(stack, person));
  return outcomes;
}

/** Mulberry32: the same seed gives the same kills, as far as a machine's timing allows. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
