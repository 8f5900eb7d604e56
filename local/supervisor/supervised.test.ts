import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isGroupAlive } from '../process/identity.ts';
import { freePorts } from '../process/ports.ts';
import { waitUntil } from '../process/wait.ts';
import { startProgram } from './program.ts';
import { endLeftovers, Register, runningSupervisor } from './register.ts';
import { stopParts } from './shutdown.ts';
import { Supervised } from './supervised.ts';

/** A part in 10 lines: answers 200 with its pid on PORT; STUBBORN ignores SIGTERM and has a child of its own. */
const FAKE_PART = `
import { createServer } from 'node:http';
import { spawn } from 'node:child_process';
if (process.env.BROKEN) { console.error('broken on purpose'); process.exit(3); }
const server = createServer((request, response) => {
  if (request.url === '/die') process.exit(7);
  response.end(String(process.pid));
});
server.listen(Number(process.env.PORT), '127.0.0.1');
if (process.env.STUBBORN) {
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  process.on('SIGTERM', () => {});
} else {
  process.on('SIGTERM', () => { console.log('bye'); process.exit(0); });
}
`;

let folder: string;
let port: number;
let url: string;
let register: Register;
let lines: string[];
const parts: Supervised[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-supervised-'));
  await writeFile(join(folder, 'part.mjs'), FAKE_PART);
  [port = 0] = await freePorts(1);
  url = `http://127.0.0.1:${port}`;
  register = new Register(folder);
  lines = [];
});
afterEach(async () => {
  await Promise.all(parts.splice(0).map((part) => part.stop()));
  await rm(folder, { recursive: true, force: true });
});

function fakePart(env: Record<string, string> = {}, signal = new AbortController().signal): Supervised {
  const log = (line: string) => void lines.push(line);
  const start = () =>
    startProgram({
      name: 'fake',
      command: process.execPath,
      args: [join(folder, 'part.mjs')],
      cwd: folder,
      env: { ...process.env, PORT: `${port}`, ...env },
      readyUrl: url,
      log,
      register,
      graceMs: 300,
      signal,
    });
  const part = new Supervised('worker', start, log, { firstDelayMs: 20 });
  parts.push(part);
  return part;
}

const pidOf = async () => Number(await (await fetch(url)).text());

describe('a supervised part', () => {
  it('is started again, under another pid, after it has ended by itself, and says so', async () => {
    await fakePart().start();
    const first = await pidOf();
    await fetch(`${url}/die`).catch(() => {});
    const second = await waitUntil(async () => {
      const pid = await pidOf();
      return pid !== first && pid;
    });
    expect(second).not.toBe(first);
    expect(lines).toContain('ended with code 7; starting it again in 0.02 s');
  });

  it('is started again after kill -9', async () => {
    await fakePart().start();
    const first = await pidOf();
    process.kill(first, 'SIGKILL');
    await waitUntil(async () => (await pidOf()) !== first);
    expect(lines).toContain('was ended by SIGKILL; starting it again in 0.02 s');
  });

  it('ends in order when stopped, and is not started again', async () => {
    const part = fakePart();
    await part.start();
    const pid = await pidOf();
    await part.stop();
    expect(lines.at(-1)).toBe('bye');
    expect(isGroupAlive(pid)).toBe(false);
    await expect(pidOf()).rejects.toThrow();
  });

  it('is killed with all its children when it ignores the request to stop', async () => {
    const part = fakePart({ STUBBORN: '1' });
    await part.start();
    const pid = await pidOf();
    await part.stop();
    await waitUntil(() => !isGroupAlive(pid), { timeoutMs: 2_000 });
  });

  it('fails its first start with a sentence when it ends before it is ready', async () => {
    await expect(fakePart({ BROKEN: '1' }).start()).rejects.toMatchObject({
      code: 'crashed',
      message: 'fake ended with code 3 while starting',
    });
    expect(lines).toContain('broken on purpose');
  });

  it('can be stopped while it waits to be started again', async () => {
    const part = fakePart();
    await part.start();
    await writeFile(join(folder, 'part.mjs'), 'process.exit(4)');
    await fetch(`${url}/die`).catch(() => {});
    await waitUntil(() => lines.some((line) => line.includes('while starting; starting it again')));
    await part.stop();
  });

  it('can be stopped in the middle of its first start', async () => {
    const stop = new AbortController();
    const part = fakePart({ PORT: '0' }, stop.signal); // never answers on the port that is asked
    const started = part.start();
    stop.abort();
    await expect(started).rejects.toThrow();
    expect(await stopParts([part], 2_000)).toBe(true);
  });
});

describe('the register', () => {
  it('lets the next start end what a killed supervisor left behind', async () => {
    await fakePart().start();
    const pid = await pidOf();
    expect(runningSupervisor(folder)).toBeUndefined(); // it is this very process
    const [part] = parts;
    const ended: string[] = [];
    await Promise.all([endLeftovers(folder, (line) => void ended.push(line)), part?.stop()]);
    expect(ended).toEqual(['stopping what an earlier run left behind: fake']);
    expect(isGroupAlive(pid)).toBe(false);
  });

  it('does not touch a process that got the pid of an earlier part', async () => {
    await writeFile(
      join(folder, 'supervisor.json'),
      JSON.stringify({
        supervisor: { name: 'supervisor', pid: 1, identity: 'another boot:1' },
        groups: [{ name: 'api', pid: process.pid, identity: 'another boot:1' }],
      }),
    );
    const ended: string[] = [];
    await endLeftovers(folder, (line) => void ended.push(line));
    expect(ended).toEqual([]);
  });
});
