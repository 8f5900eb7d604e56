/** Sends what is due for one endpoint: several at once, but one after the other of what is about one person. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from '../../platform/http/client.ts';
import type { WebhookInput, WebhookReport } from '../../workflows/contract.ts';
import type { WorkerContext } from '../context.ts';
import { attempt } from './attempt.ts';
import { noteRound, type Round } from './health.ts';
import { render } from './render.ts';
import { PAUSES_FROM, retryInMs } from './schedule.ts';
import { letGo, loadDue, settle, takeEndpoint, type DueDelivery, type Endpoint } from './store.ts';

const BATCH = 50;
const AT_ONCE = 8;
const LOOK_EVERY_MS = 250;

export interface Drain {
  http: HttpClient;
  /** Aborted when the worker stops. */
  signal: AbortSignal;
  /** Nothing more is sent then; what is on its way may take as long as an attempt does. */
  workMs: number;
  /** How long it waits for more, once it has sent something. */
  lingerMs: number;
}

/** Sends for some seconds. May be cut off anywhere: what was sent and isn't noted is sent again. */
export async function drain(
  context: WorkerContext,
  input: WebhookInput,
  drain: Drain,
): Promise<WebhookReport> {
  const { sql, masterKey } = context;
  const total = { delivered: 0, failed: 0 };
  const report = (next: WebhookReport['next'], wakeAt: Date | null = null): WebhookReport => ({
    next,
    wakeAt: wakeAt?.toISOString() ?? null,
    words: wordsOf(total, wakeAt),
  });
  const endAtMs = Date.now() + drain.workMs;
  let idleAtMs = Date.now();
  while (!drain.signal.aborted && Date.now() < endAtMs) {
    const endpoint = await takeEndpoint(sql, input, masterKey);
    if (endpoint === null) return report('end');
    const isProbing = endpoint.failures >= PAUSES_FROM;
    const due =
      endpoint.resumesAt === null ? await loadDue(sql, input.endpointId, isProbing ? 1 : BATCH) : [];
    if (due.length > 0) {
      const round = await sendAll(context, endpoint, due, drain, endAtMs);
      await noteRound(context, input, endpoint.failures, round);
      total.delivered += round.delivered;
      total.failed += round.failed;
      idleAtMs = Date.now();
      continue;
    }
    const mayHaveMoreSoon = total.delivered > 0 && Date.now() - idleAtMs < drain.lingerMs;
    if (mayHaveMoreSoon) {
      await sleep(LOOK_EVERY_MS, undefined, { signal: drain.signal }).catch(() => {});
      continue;
    }
    const nextAt = await letGo(sql, input);
    return nextAt === null ? report('end') : report('sleep', nextAt);
  }
  return report('again');
}

async function sendAll(
  context: WorkerContext,
  endpoint: Endpoint,
  due: DueDelivery[],
  { http, signal }: Drain,
  endAtMs: number,
): Promise<Round> {
  const round: Round = { delivered: 0, failed: 0, isGone: false };
  const lanes = new Map<string, Promise<void>>();
  const running = new Set<Promise<void>>();
  const faults: unknown[] = [];
  const isHopeless = () => round.isGone || (round.delivered === 0 && round.failed >= PAUSES_FROM);
  const isOver = () => signal.aborted || Date.now() >= endAtMs || faults.length > 0 || isHopeless();
  for (const delivery of due) {
    while (running.size >= AT_ONCE) await Promise.race(running);
    if (isOver()) break;
    const before = lanes.get(delivery.lane) ?? Promise.resolve();
    const work = before
      .then(async () => {
        // Those before it may have taken all the time.
        if (isOver()) return;
        await sendOne(context, http, endpoint, delivery, round);
      })
      .catch((error: unknown) => void faults.push(error))
      .finally(() => running.delete(work));
    lanes.set(delivery.lane, work);
    running.add(work);
  }
  await Promise.all(running);
  if (faults.length > 0) throw faults[0];
  return round;
}

async function sendOne(
  { sql, lazySql, log }: WorkerContext,
  http: HttpClient,
  { url, secrets }: Endpoint,
  delivery: DueDelivery,
  round: Round,
): Promise<void> {
  const { id, endpointId, type, attempts } = delivery;
  if (delivery.isOver) return settle(lazySql, delivery, { status: 'failed', attempt: null });
  const payload = await render(sql, delivery);
  if (payload === null) return settle(lazySql, delivery, { status: 'skipped' });
  const made = await attempt(http, { url, secrets, id, body: JSON.stringify(payload) });
  const { isGone, retryAfterMs, ...kept } = made;
  log.debug({ endpointId, deliveryId: id, type, attempt: attempts + 1, ...kept }, 'webhook');
  if (kept.error === null) {
    round.delivered += 1;
    return settle(lazySql, delivery, { status: 'delivered', attempt: kept });
  }
  round.failed += 1;
  if (isGone) round.isGone = true;
  const retryMs = retryInMs(attempts + 1, retryAfterMs, Math.random());
  await settle(lazySql, delivery, { status: 'pending', attempt: kept, retryInMs: retryMs });
}

function wordsOf({ delivered, failed }: { delivered: number; failed: number }, wakeAt: Date | null): string {
  const next = wakeAt === null ? '' : `; again at ${wakeAt.toISOString()}`;
  return `Lately ${delivered} were taken and ${failed} were not${next}`;
}
