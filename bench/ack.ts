/** Webhook acknowledgements: how fast deliveries are checked, stored and answered. The worker is stopped meanwhile. */
import { DEMO } from '../local/demo.ts';
import { makeDeliveries } from './harness/deliveries.ts';
import { startFloor } from './harness/floor-process.ts';
import { RUNS, type Group, type GroupContext } from './harness/group.ts';
import { postAtRate, requestFlatOut } from './harness/http-load.ts';
import { median, percentile, spread } from './harness/statistics.ts';
import type { BenchStack } from './harness/stack.ts';
import { infoRow, limitRow, ratioRow, type Row } from './harness/table.ts';

const PRODUCT_PATH = `/webhooks/whatsapp/${DEMO.appKey}`;
/** More than any server here answers; prepared requests beyond what a run needs are thrown away. */
const MOST_PER_SECOND = 8_000;
const WARM_UP_MS = 1_500;

export const ack: Group = async (context) => {
  const { stack } = context;
  await stack.parts.worker.stop();
  const floor = await startFloor('express', stack, { DATABASE_URL: stack.settings.database.adminUrl });
  const rows = await measure(context, floor.url);
  await floor.stop();
  await forgetDeliveries(stack);
  await stack.parts.worker.start();
  return rows;
};

async function measure({ stack, isFull, log }: GroupContext, floorUrl: string): Promise<Row[]> {
  const durationMs = isFull ? 15_000 : 3_000;
  const flatOut = async (origin: string, path: string, forMs: number) => {
    await forgetDeliveries(stack);
    const requests = makeDeliveries((MOST_PER_SECOND * forMs) / 1000, path);
    return requestFlatOut(origin, () => requests.pop(), forMs);
  };
  await flatOut(floorUrl, '/', WARM_UP_MS);
  await flatOut(stack.urls.api, PRODUCT_PATH, WARM_UP_MS);

  const floorRates: number[] = [];
  const rates: number[] = [];
  for (let i = 1; i <= RUNS; i += 1) {
    floorRates.push(await flatOut(floorUrl, '/', durationMs));
    rates.push(await flatOut(stack.urls.api, PRODUCT_PATH, durationMs));
    log(
      `acknowledgements, run ${i}: floor ${floorRates.at(-1)!.toFixed(0)}/s, product ${rates.at(-1)!.toFixed(0)}/s`,
    );
  }

  const perSecond = median(floorRates) / 2;
  const p99s: number[] = [];
  for (let i = 1; i <= RUNS; i += 1) {
    await forgetDeliveries(stack);
    const requests = makeDeliveries(Math.round((perSecond * durationMs) / 1000), PRODUCT_PATH);
    p99s.push(percentile(await postAtRate(stack.urls.api, requests, perSecond), 0.99));
    log(`acknowledgements at ${perSecond.toFixed(0)}/s, run ${i}: p99 ${p99s.at(-1)!.toFixed(0)} ms`);
  }
  return [
    ratioRow({
      what: 'webhook acknowledgements',
      unit: '/s',
      floor: floorRates,
      measured: rates,
      atLeast: 0.8,
    }),
    infoRow('  the five runs', `${spread(rates)} /s (floor ${spread(floorRates)} /s)`),
    limitRow(`webhook acknowledgement p99 at ${perSecond.toFixed(0)}/s`, median(p99s), 'ms', 250),
  ];
}

/** Empties both tables and writes everything back, so that every run begins with the same work ahead of it. */
async function forgetDeliveries({ sql }: BenchStack): Promise<void> {
  await sql`truncate private.webhook_events, public.bench_raw`;
  await sql`checkpoint`;
}
