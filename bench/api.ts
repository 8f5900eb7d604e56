/** The `/v1` API under a customer's load: how many requests a second, what sharing rate limits costs, and how much memory it takes. */
import { DEMO } from '../local/demo.ts';
import { bareEnvironment, ENTRY_POINTS, partEnvironment } from '../local/environment.ts';
import { freePorts } from '../local/process/ports.ts';
import { stackPart, type StackPart } from '../local/testing/stack-part.ts';
import { demo } from '../platform/seed/demo.ts';
import { RUNS, type Group } from './harness/group.ts';
import { requestFlatOut, type PreparedRequest } from './harness/http-load.ts';
import { rssMb } from './harness/processes.ts';
import { spread } from './harness/statistics.ts';
import { ROOT, type BenchStack } from './harness/stack.ts';
import { infoRow, limitRow, ratioRow } from './harness/table.ts';

const WARM_UP_MS = 1_500;
const RUN_MS = 3_000;
const MEMORY_REQUESTS = 20_000;
const FULL_MEMORY_REQUESTS = 100_000;
const MEMORY_LIMIT_MB = 250;

interface Api {
  url: string;
  part: StackPart;
  answered: number;
}

/** Two API processes of its own beside the stack's, with and without shared limits; the worker is stopped meanwhile. */
export const api: Group = async ({ stack, isFull, log }) => {
  await stack.parts.worker.stop();
  const shared = await startApi(stack, 'true');
  const alone = await startApi(stack, 'false');
  const requests = await mixedRequests(stack);
  const run = async (target: Api, forMs: number, most = Infinity) => {
    let left = most;
    const next = () => {
      if (left === 0) return undefined;
      left -= 1;
      target.answered += 1;
      return requests[target.answered % requests.length];
    };
    return requestFlatOut(target.url, next, forMs);
  };
  await run(shared, WARM_UP_MS);
  await run(alone, WARM_UP_MS);
  const sharedRates: number[] = [];
  const aloneRates: number[] = [];
  for (let i = 1; i <= RUNS; i += 1) {
    aloneRates.push(await run(alone, RUN_MS));
    sharedRates.push(await run(shared, RUN_MS));
    log(
      `requests, run ${i}: alone ${aloneRates.at(-1)!.toFixed(0)}/s, shared ${sharedRates.at(-1)!.toFixed(0)}/s`,
    );
  }
  const total = isFull ? FULL_MEMORY_REQUESTS : MEMORY_REQUESTS;
  const beforeMb = rssMb(shared.part.pid!);
  await run(shared, Infinity, Math.max(0, total - shared.answered));
  const afterMb = rssMb(shared.part.pid!);
  const answered = shared.answered;
  await Promise.all([shared.part.stop(), alone.part.stop()]);
  await stack.parts.worker.start();
  return [
    ratioRow({
      what: 'API requests, limits shared by Postgres (floor: counted in memory)',
      unit: '/s',
      floor: aloneRates,
      measured: sharedRates,
      atLeast: 0.95,
    }),
    infoRow('  the five runs', `${spread(sharedRates)} /s (floor ${spread(aloneRates)} /s)`),
    limitRow(`memory of the API after ${answered} requests`, afterMb, 'MB', MEMORY_LIMIT_MB),
    infoRow('  after the five runs', `${beforeMb.toFixed(0)} MB`),
  ];
};

async function startApi(stack: BenchStack, isShared: 'true' | 'false'): Promise<Api> {
  const [port, metricsPort] = await freePorts(2);
  const url = `http://127.0.0.1:${port}`;
  const name = `api-${isShared === 'true' ? 'shared' : 'alone'}`;
  const part = stackPart({
    name,
    command: process.execPath,
    args: [ENTRY_POINTS.api],
    cwd: ROOT,
    env: {
      ...bareEnvironment(),
      ...partEnvironment('api', stack.settings),
      ...{ API_PORT: `${port}`, API_METRICS_PORT: `${metricsPort}` },
      ...{ API_RATE_LIMIT_PER_IP: '1000000000', API_RATE_LIMIT_PER_TOKEN: '1000000000' },
      API_RATE_LIMIT_SHARED: isShared,
    },
    readyUrl: `${url}/readyz`,
    logFile: `${stack.folder}/${name}.log`,
  });
  stack.alsoStop(() => part.stop());
  await part.start();
  return { url, part, answered: 0 };
}

/** Four lists, three single rows, a change and two checks of who asks, over and over, by a program with a key. */
async function mixedRequests({ sql }: BenchStack): Promise<PreparedRequest[]> {
  const contacts = await sql<
    { id: string }[]
  >`select id from public.contacts where org_id = ${demo.orgId} order by id`;
  const flows = await sql<
    { id: string }[]
  >`select id from public.flows where org_id = ${demo.orgId} order by id`;
  const org = `/v1/orgs/${demo.orgId}`;
  const get = (path: string): PreparedRequest => ({ method: 'GET', path, headers: headers() });
  return contacts.flatMap(({ id }, i) => [
    get(`${org}/contacts?limit=20`),
    get(`${org}/contacts/${id}`),
    get(`${org}/conversations?limit=20`),
    get('/v1/me'),
    get(`${org}/contacts?search=a&limit=10`),
    get(`${org}/flows/${flows[i % flows.length]!.id}`),
    get(`${org}/flow-runs?limit=20`),
    get(`${org}/contacts/${id}`),
    get('/v1/me'),
    {
      method: 'PATCH',
      path: `${org}/contacts/${id}`,
      headers: { ...headers(), 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify({ name: `Person ${i}` })),
    },
  ]);
}

function headers(): Record<string, string> {
  return { authorization: `Bearer ${DEMO.apiKey}` };
}
