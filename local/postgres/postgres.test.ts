import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canReach, relocated } from './run-as.ts';
import { type LocalPostgres, removePostgres, startPostgres } from './postgres.ts';

const PORT = 55311;
const isRoot = process.getuid?.() === 0;

let dir: string;
let dataDir: string;
let running: LocalPostgres[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parley-pg-test-'));
  await chmod(dir, 0o755);
  dataDir = join(dir, 'a', 'data');
});

afterEach(async () => {
  for (const pg of running) await pg.stop();
  running = [];
  await removePostgres(dataDir);
  await rm(dir, { recursive: true, force: true });
});

async function start(options: { port?: number; log?: (line: string) => void } = {}): Promise<LocalPostgres> {
  const pg = await startPostgres({ dataDir, port: PORT, fsync: false, ...options });
  running.push(pg);
  return pg;
}

async function query<T>(pg: { adminUrl: string }, text: string): Promise<T[]> {
  const sql = postgres(pg.adminUrl, { max: 1 });
  try {
    return (await sql.unsafe(text)) as unknown as T[];
  } finally {
    await sql.end();
  }
}

describe('startPostgres', () => {
  it('keeps data between runs and leaves no process behind', { timeout: 30_000 }, async () => {
    const first = await start();
    await query(first, "create table kept as select 'value' as v");
    await first.stop();
    expect(() => process.kill(first.pid, 0)).toThrow('ESRCH');
    const second = await start();
    expect(await query(second, 'select v from kept')).toEqual([{ v: 'value' }]);
  });

  it('listens on loopback only and wants the password', { timeout: 30_000 }, async () => {
    const pg = await start();
    expect(await query(pg, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    const wrong = { adminUrl: pg.adminUrl.replace(':postgres@', ':wrong@') };
    await expect(query(wrong, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('folds case and sorts alike on every machine', { timeout: 30_000 }, async () => {
    const pg = await start();
    expect(await query(pg, "select lower('ÄÉЖ') as lower, 'Z' < 'a' as by_code_point")).toEqual([
      { lower: 'äéж', by_code_point: true },
    ]);
  });

  it('recovers committed data after kill -9 of the server', { timeout: 30_000 }, async () => {
    const first = await start();
    await query(first, 'create table kept as select 1 as v');
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    const second = await start();
    expect(await query(second, 'select v from kept')).toEqual([{ v: 1 }]);
  });

  it('takes over from a run that was killed and left its server alive', { timeout: 30_000 }, async () => {
    const { owner, serverPid } = await startInOtherProcess();
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    process.kill(serverPid, 0); // still there
    const pg = await start();
    expect(pg.pid).not.toBe(serverPid);
    expect(() => process.kill(serverPid, 0)).toThrow('ESRCH');
  });

  it('refuses a folder whose server is in use by another run', { timeout: 30_000 }, async () => {
    const { owner } = await startInOtherProcess();
    await expect(start({ port: PORT + 1 })).rejects.toMatchObject({
      code: 'postgres_data_in_use',
      message: expect.stringContaining(`in use by process ${owner.pid}`) as string,
    });
    owner.kill('SIGTERM');
    await once(owner, 'exit');
  });

  it('starts when the number in postmaster.pid now belongs to a stranger', { timeout: 30_000 }, async () => {
    const first = await start();
    await first.stop();
    const actual = isRoot && !(await reachable()) ? relocated(dataDir) : dataDir;
    await writeFile(join(actual, 'db', 'postmaster.pid'), `${process.pid}\n`);
    await start();
  });

  it('says in one sentence that the port is taken, and makes nothing', { timeout: 30_000 }, async () => {
    const blocker = createServer().listen(PORT, '127.0.0.1');
    await once(blocker, 'listening');
    try {
      await expect(start()).rejects.toMatchObject({
        code: 'postgres_port_taken',
        message: expect.stringMatching(
          new RegExp(`^Port ${PORT} on 127.0.0.1, .*another port\\.$`),
        ) as string,
      });
      expect(await readdir(dataDir)).toEqual([]);
    } finally {
      blocker.close();
    }
  });

  it('says how to mend missing programs', async () => {
    process.env.PG_BIN_DIR = join(dir, 'nowhere');
    try {
      await expect(start()).rejects.toMatchObject({ code: 'postgres_binaries_missing' });
    } finally {
      delete process.env.PG_BIN_DIR;
    }
  });

  it('says that a database of another major version is in the way', { timeout: 30_000 }, async () => {
    const pg = await start();
    await pg.stop();
    const actual = isRoot && !(await reachable()) ? relocated(dataDir) : dataDir;
    await writeFile(join(actual, 'db', 'PG_VERSION'), '15\n');
    await expect(start()).rejects.toMatchObject({ code: 'postgres_data_other_version' });
  });
});

describe.runIf(isRoot)('startPostgres as root', () => {
  it('runs under an account without rights', { timeout: 30_000 }, async () => {
    const pg = await start();
    expect((await stat(`/proc/${pg.pid}`)).uid).not.toBe(0);
  });

  it(
    'works below a folder that only root may enter; deleting the folder resets it',
    { timeout: 60_000 },
    async () => {
      await chmod(dir, 0o700);
      const first = await start();
      await query(first, 'create table kept ()');
      await first.stop();
      const second = await start();
      await query(second, 'select from kept');
      await second.stop();
      await rm(dataDir, { recursive: true });
      const third = await start();
      await expect(query(third, 'select from kept')).rejects.toMatchObject({ code: '42P01' });
    },
  );
});

const reachable = (): Promise<boolean> => canReach(dataDir, { name: 'x', uid: -1, gid: -1 });

/** Another process that owns a server on our folder: what a second `npm start` or a killed run looks like. */
async function startInOtherProcess(): Promise<{ owner: ChildProcess; serverPid: number }> {
  const script = `
    import { startPostgres } from ${JSON.stringify(new URL('./postgres.ts', import.meta.url).href)};
    const pg = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, port: ${PORT}, fsync: false });
    process.on('SIGTERM', () => pg.stop().then(() => process.exit()));
    console.log('pid', pg.pid);
  `;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(owner.stdout)) {
    if (line.startsWith('pid ')) return { owner, serverPid: Number(line.slice(4)) };
  }
  throw new Error('the other process ended early');
}
