/**
 * Kills the worker again and again while many staggered runs of one flow go on, and compares what became of each with a run that nobody
 * disturbed. A send that was cut off in the middle may end as `unknown`: then nobody knows whether the person got it, and it is never
 * repeated; everything else must be the same.
 */
import { Client, Connection } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../local/testing/stack.ts';
import { KEYWORD, ANSWERS } from './twelve-nodes.ts';

export interface KillOptions {
  seed: number;
  /** How long runs are started and workers killed; the rest of the time is for those on the way. */
  durationMs: number;
  /** Between two starts of runs. */
  staggerMs: number;
}

export interface KillReport {
  kills: number;
  runs: number;
  /** Lengths that histories had when the worker was killed. */
  lengthsHit: number[];
  /** Lengths that an undisturbed history has between two writes of the server: the moments at which a kill can come. */
  lengths: number[];
  unknownSends: number;
  /** What differs from the undisturbed run, by run. */
  differences: string[];
}

export async function killWorkers(stack: Stack, options: KillOptions): Promise<KillReport> {
  const connection = await Connection.connect({ address: stack.temporal.address });
  const client = new Client({ connection, namespace: stack.temporal.namespace });
  const random = generator(options.seed);
  const people: string[] = [];
  const lengthsHit = new Set<number>();
  const answering = new AbortController();
  const answers = answerQuestions(stack, answering.signal);
  try {
    const reference = await begin(stack, people);
    await ended(stack, [reference], 60_000);
    const expected = await outcomeOf(stack, reference);
    const lengths = await lengthsOf(client, reference, stack);

    let kills = 0;
    const until = Date.now() + options.durationMs;
    const starting = (async () => {
      while (Date.now() < until) {
        await begin(stack, people);
        await sleep(options.staggerMs);
      }
    })();
    while (Date.now() < until) {
      await sleep(600 + random() * 1_400);
      const current = await activeLengths(client, stack);
      await stack.kill('worker');
      kills += 1;
      for (const length of current) lengthsHit.add(length);
      await stack.start('worker');
    }
    await starting;
    await ended(stack, people, 120_000);

    const differences: string[] = [];
    let unknownSends = 0;
    for (const person of people) {
      const outcome = await outcomeOf(stack, person);
      unknownSends += outcome.unknown;
      const difference = compare(outcome, expected);
      if (difference !== null) differences.push(`${person}: ${difference}`);
    }
    return {
      kills,
      runs: people.length,
      lengthsHit: [...lengthsHit].sort((a, b) => a - b),
      lengths,
      unknownSends,
      differences,
    };
  } finally {
    answering.abort();
    await answers;
    await connection.close();
  }
}

async function begin(stack: Stack, people: string[]): Promise<string> {
  const number = `1555888${String(people.length).padStart(4, '0')}`;
  people.push(number);
  await stack.simulator.inbound({ from: number, name: `P${number}`, text: KEYWORD });
  return number;
}

/** Everybody answers a question once, when their run waits for it: it may be one that they never got to see. */
async function answerQuestions(stack: Stack, signal: AbortSignal): Promise<void> {
  const answered = new Set<string>();
  while (!signal.aborted) {
    const waiting = await stack.sql<{ run: string; node: string; name: string }[]>`
      select r.id as run, r.current_node_id as node, c.name from flow_runs r join contacts c on c.id = r.contact_id
      where r.ended_at is null and r.state -> 'wait' ->> 'kind' = 'reply'`;
    for (const { run, node, name } of waiting) {
      const text = ANSWERS[node];
      if (text === undefined || answered.has(`${run} ${node}`)) continue;
      answered.add(`${run} ${node}`);
      await stack.simulator.inbound({ from: name.slice(1), name, text });
    }
    await sleep(50);
  }
}

function ended(stack: Stack, people: string[], timeoutMs: number): Promise<unknown> {
  return stack.waitFor(
    async () => {
      const [row] = await stack.sql<{ n: number }[]>`
        select count(*)::int as n from flow_runs r join contacts c on c.id = r.contact_id
        where r.ended_at is not null and c.name = any(${people.map((number) => `P${number}`)})`;
      return row!.n >= people.length;
    },
    { timeoutMs, what: `the end of ${people.length} runs` },
  );
}

interface Outcome {
  runs: number;
  status: string;
  reason: string;
  steps: string;
  tags: string;
  nickname: string;
  variables: string;
  /** What was meant to be sent, in order. */
  wanted: string;
  /** Of these, what the person surely got or surely didn't get otherwise than by the kill. */
  missing: string[];
  doubled: string[];
  unknown: number;
}

async function outcomeOf(stack: Stack, number: string): Promise<Outcome> {
  const name = `P${number}`;
  const runs = await stack.sql`
    select r.id, r.status, r.outcome, r.state -> 'variables' as variables, c.tags, c.attributes ->> 'nickname' as nickname
    from flow_runs r join contacts c on c.id = r.contact_id where c.name = ${name}`;
  const run = runs[0]!;
  const steps = await stack.sql<{ step: string }[]>`
    select node_id || ':' || coalesce(port, '') as step from flow_run_steps where run_id = ${run.id as string} order by n`;
  const messages = await stack.sql<{ id: string; text: string; status: string }[]>`
    select id, text, status from messages where flow_run_id = ${run.id as string} order by ordinal`;
  const { items } = await stack.simulator.outbound({ to: number, limit: 1000 });
  const receivedCount = (id: string) => items.filter(({ callbackData }) => callbackData === id).length;
  return {
    runs: runs.length,
    status: run.status as string,
    reason: run.outcome as string,
    steps: steps.map(({ step }) => step).join(' '),
    tags: [...(run.tags as string[])].sort().join(),
    nickname: run.nickname as string,
    variables: JSON.stringify(run.variables),
    wanted: messages.map(({ text }) => text).join(' | '),
    missing: messages
      .filter(({ id, status }) => status !== 'unknown' && receivedCount(id) === 0)
      .map(({ text, status }) => `${text} (${status})`),
    doubled: messages.filter(({ id }) => receivedCount(id) > 1).map(({ text }) => text),
    unknown: messages.filter(({ status }) => status === 'unknown').length,
  };
}

function compare(actual: Outcome, expected: Outcome): string | null {
  const fields = ['runs', 'status', 'reason', 'steps', 'tags', 'nickname', 'variables', 'wanted'] as const;
  for (const field of fields) {
    if (actual[field] !== expected[field])
      return `${field} is ${actual[field]} instead of ${expected[field]}`;
  }
  if (actual.missing.length > 0) return `never arrived: ${actual.missing.join(', ')}`;
  return actual.doubled.length > 0 ? `arrived twice: ${actual.doubled.join(', ')}` : null;
}

async function activeLengths(client: Client, stack: Stack): Promise<number[]> {
  const runs = await stack.sql<{ id: string }[]>`
    select workflow_id as id from flow_runs where ended_at is null limit 40`;
  const lengths = await Promise.all(
    runs.map(({ id }) =>
      client.workflow
        .getHandle(id)
        .describe()
        .then(({ historyLength }) => historyLength)
        .catch(() => 0),
    ),
  );
  return lengths.filter((length) => length > 0);
}

/** Events that the server writes on their own or first of several; all others are written together with the one before. */
const FIRST_OF_A_WRITE = ['Started', 'Completed', 'Signaled', 'Fired'].map((end) => new RegExp(`${end}$`));

async function lengthsOf(client: Client, number: string, stack: Stack): Promise<number[]> {
  const [run] = await stack.sql<{ id: string }[]>`
    select r.workflow_id as id from flow_runs r join contacts c on c.id = r.contact_id where c.name = ${`P${number}`}`;
  const handle = client.workflow.getHandle(run!.id);
  await handle.result();
  const { events } = (await handle.fetchHistory()) as { events: Record<string, unknown>[] };
  const kinds = events.map((event) =>
    Object.keys(event).find((key) => event[key] && key.endsWith('EventAttributes')),
  );
  return kinds.flatMap((kind, at) => {
    const name = kind?.replace(/EventAttributes$/, '') ?? '';
    return at > 1 && FIRST_OF_A_WRITE.some((end) => end.test(name)) ? [at] : [];
  });
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
