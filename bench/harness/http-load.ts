/** Makes requests against a server of this machine: as fast as it answers, or at a fixed rate. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

export interface PreparedRequest {
  /** POST when left out. */
  method?: 'GET' | 'POST' | 'PATCH';
  path: string;
  headers: Record<string, string>;
  body?: Buffer;
}

export const CONNECTIONS = 64;

/** An answer other than 200 makes the whole run worthless: a refusal is quicker than the work. */
export class UnexpectedAnswerError extends Error {
  readonly code = 'unexpected_answer';
}

/**
 * Makes requests over 64 connections, the next one as soon as one is answered, for `durationMs`.
 * @param nextRequest gives each request once; undefined ends the run early
 * @returns answers a second
 * @throws UnexpectedAnswerError
 */
export async function requestFlatOut(
  origin: string,
  nextRequest: () => PreparedRequest | undefined,
  durationMs: number,
): Promise<number> {
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  try {
    const startedAt = performance.now();
    const endsAt = startedAt + durationMs;
    let answered = 0;
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        while (performance.now() < endsAt) {
          const request = nextRequest();
          if (!request) return;
          await send(pool, request);
          answered += 1;
        }
      }),
    );
    return (answered / (performance.now() - startedAt)) * 1000;
  } finally {
    await pool.close();
  }
}

/**
 * Posts at a fixed rate. Each latency counts from the moment at which its request was due, so that a server that stops for a
 * moment is charged for all who would have waited.
 * @returns latencies in ms
 * @throws UnexpectedAnswerError
 */
export async function postAtRate(
  origin: string,
  requests: readonly PreparedRequest[],
  perSecond: number,
): Promise<number[]> {
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  try {
    const latencies: number[] = [];
    const open: Promise<void>[] = [];
    await atRate(requests.length, perSecond, (i, dueAt) => {
      open.push(send(pool, requests[i]!).then(() => void latencies.push(performance.now() - dueAt)));
    });
    await Promise.all(open);
    return latencies;
  } finally {
    await pool.close();
  }
}

/** Calls `act` for 0 to count - 1, evenly spread; late calls are made up for at once. `dueAt` is on the clock of `performance.now()`. */
export async function atRate(
  count: number,
  perSecond: number,
  act: (index: number, dueAt: number) => void,
): Promise<void> {
  const startedAt = performance.now();
  for (let i = 0; i < count;) {
    for (; i < count; i += 1) {
      const dueAt = startedAt + (i * 1000) / perSecond;
      if (dueAt > performance.now()) break;
      act(i, dueAt);
    }
    await sleep(1);
  }
}

async function send(pool: Pool, { method = 'POST', path, headers, body }: PreparedRequest): Promise<void> {
  const response = await pool.request({ method, path, headers, body });
  const text = await response.body.text();
  if (response.statusCode === 200) return;
  throw new UnexpectedAnswerError(`${method} ${path} answered ${response.statusCode}: ${text.slice(0, 200)}`);
}
