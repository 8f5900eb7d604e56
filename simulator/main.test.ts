import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { describe, expect, it } from 'vitest';

import { ConfigError, readConfig } from './config.ts';

function start(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['simulator/main.ts'], {
    cwd: new URL('..', import.meta.url),
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function outcome(child: ChildProcess): Promise<{ code: number; errors: string }> {
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, errors: errors.trim() };
}

describe('the simulator as a process', () => {
  it('says in one sentence that the port is taken', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    const { code, errors } = await outcome(start({ SIM_PORT: String(port) }));
    blocker.close();
    expect(code).toBe(1);
    expect(errors).toBe(
      `simulator: Port ${port} on 127.0.0.1 is taken: stop the program that uses it or choose another with SIM_PORT.`,
    );
  });

  it('says which variable is wrong', async () => {
    const { code, errors } = await outcome(start({ SIM_PORT: '99999' }));
    expect(code).toBe(1);
    expect(errors).toContain('SIM_PORT must be a port number from 0 to 65535');
  });

  it('stops within a second on SIGTERM, with a connection open', async () => {
    const child = start({ SIM_PORT: '0' });
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    const url = /http:\/\/[\d.:]+/.exec(line.toString())?.[0];
    await fetch(`${url}/_sim/events`);
    const startedAt = Date.now();
    child.kill('SIGTERM');
    expect((await outcome(child)).code).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(1_000);
  });
});

describe('environment', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 4010, phoneNumberId: '100000000000001' });
  });

  it.each([
    ['SIM_WEBHOOK_URL', 'ftp://x', 'http or https'],
    ['SIM_PHONE_NUMBER_ID', 'abc', 'digits only'],
    ['SIM_DISPLAY_PHONE_NUMBER', 'abc', 'phone number'],
  ])('refuses a wrong %s', (name, value, words) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: value })).toThrow(words);
  });

  it('takes an empty variable as left out', () => {
    expect(readConfig({ SIM_PORT: '' }).port).toBe(4010);
  });
});
