/**
 * People with phones at the simulator. Their messages and the replies are heard on its live channel, whose times (`at`) are the
 * simulator's own: of the moment at which it sends the webhook, and of the moment at which it accepts the reply.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool, request } from 'undici';
import { atRate } from './http-load.ts';
import { KEYWORD } from './looping-flow.ts';

/** A turn that takes longer is counted as never answered. */
const GIVE_UP_MS = 10_000;

export interface People {
  /** Phone numbers of people who have not written before. */
  newcomers(count: number): string[];
  /** Everybody writes once; resolves when all have been answered. */
  greet(numbers: readonly string[]): Promise<void>;
  /** Somebody writes every 1/perSecond s, everybody in turn. */
  writeAtRate(numbers: readonly string[], perSecond: number, durationMs: number): Promise<Answers>;
  /** Everybody writes again as soon as they are answered. */
  writeFlatOut(numbers: readonly string[], durationMs: number): Promise<Answers>;
  close(): Promise<void>;
}

export interface Answers {
  /** From the webhook's POST to the accepted reply, in ms. */
  latencies: number[];
  /** Messages without a reply. */
  unanswered: number;
  perSecond: number;
}

/** A person's message was not answered at all: something is broken, not slow. */
export class NoAnswerError extends Error {
  readonly code = 'no_answer';
}

export async function meetPeople(simulatorUrl: string): Promise<People> {
  const pool = new Pool(simulatorUrl, { connections: 32, pipelining: 1 });
  /** Times of each person's messages that wait for a reply, oldest first. */
  const waiting = new Map<string, number[]>();
  let latencies: number[] = [];
  let onReply: (number: string) => void = () => {};
  let nextNumber = 15_553_000_000;

  const closeChannel = await listen(simulatorUrl, ({ with: number, direction, at }) => {
    if (direction === 'inbound') {
      waiting.set(number, [...(waiting.get(number) ?? []), Date.parse(at)]);
      return;
    }
    const askedAt = waiting.get(number)?.shift();
    if (askedAt === undefined) return;
    latencies.push(Date.parse(at) - askedAt);
    onReply(number);
  });

  const unanswered = () => [...waiting.values()].reduce((sum, times) => sum + times.length, 0);

  function begin() {
    waiting.clear();
    latencies = [];
    onReply = () => {};
  }

  async function write(number: string): Promise<void> {
    const response = await pool.request({
      method: 'POST',
      path: '/_sim/inbound',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from: number, name: `Person ${number.slice(-4)}`, text: KEYWORD }),
    });
    const text = await response.body.text();
    if (response.statusCode !== 202)
      throw new Error(`The simulator answered ${response.statusCode}: ${text}`);
  }

  async function untilAnswered(): Promise<void> {
    const giveUpAt = performance.now() + GIVE_UP_MS;
    while (unanswered() > 0 && performance.now() < giveUpAt) await sleep(20);
  }

  return {
    newcomers: (count) => Array.from({ length: count }, () => String((nextNumber += 1))),

    async greet(numbers) {
      begin();
      // A few at a time: first messages open conversations, windows and runs, which is not what is measured.
      for (let i = 0; i < numbers.length; i += 8) {
        await Promise.all(numbers.slice(i, i + 8).map(write));
        await untilAnswered();
      }
      if (latencies.length === numbers.length) return;
      throw new NoAnswerError(
        `Only ${latencies.length} of ${numbers.length} people were answered within ${GIVE_UP_MS / 1000} s.`,
      );
    },

    async writeAtRate(numbers, perSecond, durationMs) {
      begin();
      const count = Math.round((perSecond * durationMs) / 1000);
      const writes: Promise<void>[] = [];
      await atRate(count, perSecond, (i) => writes.push(write(numbers[i % numbers.length]!)));
      await Promise.all(writes);
      await untilAnswered();
      return { latencies, unanswered: unanswered(), perSecond: (latencies.length / durationMs) * 1000 };
    },

    async writeFlatOut(numbers, durationMs) {
      begin();
      const failures: unknown[] = [];
      let isOver = false;
      onReply = (number) => {
        if (!isOver) write(number).catch((error: unknown) => failures.push(error));
      };
      const startedAt = performance.now();
      await Promise.all(numbers.map(write));
      await sleep(durationMs - (performance.now() - startedAt));
      const answered = latencies.length;
      const perSecond = (answered / (performance.now() - startedAt)) * 1000;
      isOver = true;
      await untilAnswered();
      if (failures.length > 0) throw new Error('A message could not be written.', { cause: failures[0] });
      return { latencies: latencies.slice(0, answered), unanswered: unanswered(), perSecond };
    },

    async close() {
      closeChannel();
      await pool.close();
    },
  };
}

interface MessageEvent {
  with: string;
  direction: 'inbound' | 'outbound';
  at: string;
}

/** Calls `onMessage` for every message on the simulator's live channel until the returned function is called. */
async function listen(simulatorUrl: string, onMessage: (message: MessageEvent) => void): Promise<() => void> {
  const controller = new AbortController();
  const { body } = await request(`${simulatorUrl}/_sim/events`, {
    signal: controller.signal,
    bodyTimeout: 0,
  });
  body.setEncoding('utf8');
  let rest = '';
  body.on('data', (chunk: string) => {
    const events = (rest + chunk).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const [, data] = /^event: message\ndata: (.*)$/m.exec(event) ?? [];
      if (data !== undefined) onMessage(JSON.parse(data) as MessageEvent);
    }
  });
  body.on('error', () => {}); // closed by us, or the simulator has ended: that shows as unanswered messages
  return () => controller.abort();
}
