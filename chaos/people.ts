/** People who begin the flow of twelve steps and answer its questions, as many as a proof wants. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../local/testing/stack.ts';
import { ANSWERS, KEYWORD } from './twelve-nodes.ts';

const MAX_THOUGHT_MS = 500;
/** The sweeper wakes after a minute what nobody else did. */
const STALLED_MS = 120_000;

export interface Person {
  number: string;
  name: string;
}

/** The first `n` are the same people every time. */
export function nthPerson(n: number): Person {
  const number = `1555888${String(n).padStart(4, '0')}`;
  return { number, name: `P${number}` };
}

/** All of them write at the same moment. */
export async function beginRuns(stack: Stack, people: Person[]): Promise<void> {
  await Promise.all(
    people.map(({ number, name }) => stack.simulator.inbound({ from: number, name, text: KEYWORD })),
  );
}

/**
 * Everybody answers a question once, after a moment of thought, when their run waits for it: it may be one that they never got to see.
 * @param random between 0 and 1
 */
export async function answerQuestions(
  stack: Stack,
  random: () => number,
  signal: AbortSignal,
): Promise<void> {
  const answered = new Set<string>();
  const answers = new Set<Promise<unknown>>();
  async function answer(name: string, text: string) {
    await sleep(random() * MAX_THOUGHT_MS);
    await stack.simulator.inbound({ from: name.slice(1), name, text });
  }
  while (!signal.aborted) {
    const waiting = await stack.sql<{ run: string; node: string; name: string }[]>`
      select r.id as run, r.current_node_id as node, c.name from flow_runs r join contacts c on c.id = r.contact_id
      where r.ended_at is null and r.state -> 'wait' ->> 'kind' = 'reply'`;
    for (const { run, node, name } of waiting) {
      const text = ANSWERS[node];
      if (text === undefined || answered.has(`${run} ${node}`)) continue;
      answered.add(`${run} ${node}`);
      const answering = answer(name, text).finally(() => answers.delete(answering));
      answers.add(answering);
    }
    await sleep(50);
  }
  await Promise.all(answers);
}

/** How many of these people's runs have not ended: begun or not. */
export async function underWayCount(stack: Stack, people: Person[]): Promise<number> {
  const [row] = await stack.sql<{ ended: number }[]>`
    select count(*)::int as ended from flow_runs r join contacts c on c.id = r.contact_id
    where r.ended_at is not null and c.name = any(${people.map(({ name }) => name)})`;
  return people.length - row!.ended;
}

/** Comes back when no more than `count` runs are under way, or when none has ended for a long time: whoever compares outcomes sees that. */
export async function untilUnderWay(stack: Stack, people: Person[], count: number): Promise<void> {
  let least = Infinity;
  let progressAt = Date.now();
  for (;;) {
    const underWay = await underWayCount(stack, people);
    if (underWay < least) progressAt = Date.now();
    least = Math.min(least, underWay);
    if (underWay <= count || Date.now() - progressAt > STALLED_MS) return;
    await sleep(100);
  }
}
