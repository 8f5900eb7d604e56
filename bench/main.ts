/** `npm run bench`: starts a stack of its own, measures, prints one table, stops everything. */
import { writeFile } from 'node:fs/promises';
import { ack } from './ack.ts';
import { analytics } from './analytics.ts';
import { api } from './api.ts';
import { campaigns } from './campaigns.ts';
import { cost } from './cost.ts';
import { engine } from './engine.ts';
import { imports } from './imports.ts';
import { lists } from './lists.ts';
import { segments } from './segments.ts';
import { sleepers } from './sleepers.ts';
import { turns } from './turns.ts';
import type { Group } from './harness/group.ts';
import { describeMachine } from './harness/machine.ts';
import { BenchUsageError, readOptions, type BenchOptions, type GroupName } from './harness/options.ts';
import { ROOT, startStack, type BenchStack } from './harness/stack.ts';
import { renderTable, type Row } from './harness/table.ts';

/** In this order: `engine` has this process for itself, `cost` reads the memory after all talking, `campaigns` and `sleepers` then
 * fills the server with runs that wait, `imports` the database with people, `lists`, `segments` and `analytics` an organisation. */
const groups: Record<GroupName, Group> = {
  engine,
  ack,
  api,
  turns,
  cost,
  campaigns,
  sleepers,
  imports,
  lists,
  segments,
  analytics,
};
const SETTINGS =
  'Postgres with fsync, Temporal dev server with a file database, sent and delivered statuses on, limits of number, pair and requests lifted';

const startedAt = performance.now();
const log = (line: string) =>
  console.error(`[${((performance.now() - startedAt) / 1000).toFixed(0).padStart(3)} s] ${line}`);

process.chdir(ROOT);
try {
  process.exitCode = await main(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof BenchUsageError ? error.message : error);
  process.exitCode = 1;
}
process.exit();

async function main(options: BenchOptions): Promise<number> {
  const machine = describeMachine();
  const stopping = onSignal();
  const stack = await startStack({ profileDir: options.profileDir, log });
  let rows: Row[];
  try {
    rows = await Promise.race([measure(stack, options), stopping]);
  } finally {
    log('stopping everything');
    await stack.stop();
  }
  const tookS = Math.round((performance.now() - startedAt) / 1000);
  console.log(
    `\n${machine}\n${SETTINGS}; ${options.isFull ? 'long' : 'short'} runs, ${tookS} s\n\n${renderTable(rows)}`,
  );
  if (options.jsonFile) {
    await writeFile(
      options.jsonFile,
      `${JSON.stringify({ machine, settings: SETTINGS, tookS, rows }, null, 2)}\n`,
    );
  }
  return options.isStrict && rows.some((row) => row.isOk === false) ? 1 : 0;
}

async function measure(stack: BenchStack, { groups: names, isFull }: BenchOptions): Promise<Row[]> {
  const rows: Row[] = [];
  for (const name of names) {
    log(`measuring: ${name}`);
    rows.push(...(await groups[name]({ stack, isFull, log })));
    stack.checkAlive();
  }
  return rows;
}

/**
 * Rejects at the first Ctrl-C, when whoever started us is gone, and at an error that nobody awaits (a part that died cuts connections
 * in many places), so that the stack is taken down in the usual way.
 */
function onSignal(): Promise<never> {
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(new BenchUsageError('Stopped before the end.'));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    process.once('disconnect', stop);
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, reject);
  });
  stopped.catch(() => {}); // while the stack is starting or stopping nobody listens
  return stopped;
}
