/** Files of contacts: how fast their rows become contacts, beside a bare COPY of the same rows, and what a workbook costs to read. */
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import writeXlsxFile from 'write-excel-file/node';
import type { ContactImport } from '../core/api/imports.ts';
import { DEMO } from '../local/demo.ts';
import { waitUntil } from '../local/process/wait.ts';
import { demo } from '../platform/seed/demo.ts';
import type { Group } from './harness/group.ts';
import { rssMb } from './harness/processes.ts';
import type { BenchStack, ProcessName } from './harness/stack.ts';
import { median } from './harness/statistics.ts';
import { infoRow, limitRow, type Row } from './harness/table.ts';

const ROUNDS = 3;
const GOAL_PER_SECOND = 5_000;
const HEADER = ['Phone', 'Name', 'City', 'Plan'];

export const imports: Group = async ({ stack, isFull, log }) => {
  const count = isFull ? 100_000 : 20_000;
  await stack.sql`create table if not exists bench_copy (phone text, name text, city text, plan text)`;
  // Code is loaded and compiled, and the buckets are made, before anything counts.
  await imported(stack, csv(people(1_000, 0)));
  const floors: number[] = [];
  const rates: number[] = [];
  const updates: number[] = [];
  const peaks: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const file = csv(people(count, round * 1_000_000));
    floors.push(await copied(stack, file, count));
    await stack.sql`checkpoint`;
    const { result, peakMb } = await watching(stack, 'worker', () => imported(stack, file));
    rates.push(perSecond(result));
    peaks.push(peakMb);
    await stack.sql`checkpoint`;
    updates.push(perSecond(await imported(stack, file, { tags: ['bench', `again-${round}`] })));
    log(`imports ${round}: ${rates.at(-1)!.toFixed(0)} new/s, ${updates.at(-1)!.toFixed(0)} changed/s`);
  }
  const workbook = await xlsx(people(count, 50_000_000));
  const startedAt = performance.now();
  const { peakMb } = await watching(stack, 'api', () => upload(stack, workbook));
  const readMs = performance.now() - startedAt;
  const rows: Row[] = [
    {
      what: `contacts imported, files of ${count.toLocaleString('en')} rows`,
      floor: `${median(floors).toFixed(0)} /s`,
      measured: `${median(rates).toFixed(0)} /s`,
      ratio: median(rates.map((rate, at) => rate / floors[at]!)).toFixed(3),
      target: `>= ${GOAL_PER_SECOND} /s`,
      isOk: median(rates) >= GOAL_PER_SECOND,
    },
    infoRow('  the same file again with one more tag', `${median(updates).toFixed(0)} /s`),
    limitRow('  memory of the worker meanwhile, at most', Math.max(...peaks), 'MB', 400),
    infoRow(
      `  workbook of ${count.toLocaleString('en')} rows (${(workbook.length / 1e6).toFixed(1)} MB) read`,
      `${(readMs / 1000).toFixed(1)} s, api at most ${peakMb.toFixed(0)} MB`,
    ),
  ];
  await stack.sql`drop table bench_copy`;
  return rows;
};

/** German mobile numbers, so that each is read and none is refused. */
function people(count: number, from: number): string[][] {
  return Array.from({ length: count }, (_, n) => [
    `+49151${String(10_000_000 + from + n)}`,
    `Person ${(n * 7919) % count} Müller`,
    `City ${n % 50}`,
    n % 3 === 0 ? 'gold' : 'free',
  ]);
}

function csv(rows: string[][]): Buffer {
  return Buffer.from([HEADER, ...rows].map((row) => `${row.join(',')}\n`).join(''));
}

function xlsx(rows: string[][]): Promise<Buffer> {
  const data = [HEADER, ...rows].map((row) => row.map((value) => ({ value, type: String })));
  return (writeXlsxFile as unknown as (data: unknown) => { toBuffer(): Promise<Buffer> })(data).toBuffer();
}

/** Rows a second of one COPY of the same file into a table without any index. */
async function copied(stack: BenchStack, file: Buffer, count: number): Promise<number> {
  await stack.sql`truncate bench_copy`;
  await stack.sql`checkpoint`;
  const startedAt = performance.now();
  const target = await stack.sql`copy bench_copy from stdin with (format csv, header)`.writable();
  await new Promise((resolve, reject) => {
    Readable.from([file]).pipe(target).on('finish', resolve).on('error', reject);
  });
  return (count / (performance.now() - startedAt)) * 1000;
}

async function imported(stack: BenchStack, file: Buffer, change: object = {}): Promise<ContactImport> {
  const { id, mapping } = await upload(stack, file);
  await ask(stack, `/imports/${id}/start`, JSON.stringify({ ...mapping, tags: ['bench'], ...change }));
  return waitUntil(
    async () => {
      const now = await ask(stack, `/imports/${id}`);
      if (now.status === 'failed') throw new Error(`The import failed: ${now.error}`);
      return now.status === 'completed' ? now : null;
    },
    { timeoutMs: 180_000, everyMs: 100, what: 'an import' },
  );
}

function upload(stack: BenchStack, file: Buffer): Promise<ContactImport> {
  return ask(stack, '/imports', new Uint8Array(file), 'application/octet-stream');
}

async function ask(
  stack: BenchStack,
  path: string,
  body?: string | Uint8Array<ArrayBuffer>,
  type = 'application/json',
): Promise<ContactImport> {
  const response = await fetch(`${stack.urls.api}/v1/orgs/${demo.orgId}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${DEMO.apiKey}`,
      ...(body === undefined ? {} : { 'content-type': type }),
    },
    body,
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as ContactImport;
}

/** From the first slice to the last. */
function perSecond({ done, startedAt, endedAt }: ContactImport): number {
  return (done / (Date.parse(endedAt!) - Date.parse(startedAt!))) * 1000;
}

async function watching<Result>(stack: BenchStack, name: ProcessName, work: () => Promise<Result>) {
  let isOver = false;
  let peakMb = 0;
  const sampling = (async () => {
    while (!isOver) {
      peakMb = Math.max(peakMb, rssMb(stack.pidOf(name)));
      await sleep(50);
    }
  })();
  try {
    return { result: await work(), peakMb };
  } finally {
    isOver = true;
    await sampling;
  }
}
