import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { welcomeFlow } from '../../core/flow/samples/welcome.ts';
import { exportFlow } from '../../core/flow/transfer.ts';
import { readArguments } from './arguments.ts';
import { formatFlow, slugOf } from './files.ts';
import { runFlows } from './run.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parley-flows-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function run(...argv: string[]) {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const exitCode = await runFlows([...argv, '--dir', dir], { env: {}, print, printError: print });
  return { exitCode, text: lines.join('\n') };
}

const script = (text: string) => ({
  format: 'parley-flow-test',
  formatVersion: 1,
  conversations: [{ name: 'greets', steps: [{ say: 'hi' }, { expect: { text } }] }],
});
const write = (name: string, content: unknown) =>
  writeFile(join(dir, name), typeof content === 'string' ? content : JSON.stringify(content));

describe('npm run flows', () => {
  it('explains itself, and what it does not understand', async () => {
    expect(await run('--help')).toMatchObject({
      exitCode: 0,
      text: expect.stringContaining('Commands') as string,
    });
    expect(await run('fly')).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('no command "fly"') as string,
    });
    expect(await run('pull', '--fast')).toMatchObject({ exitCode: 2 });
    expect(await run('pull', '--url', 'ftp://x')).toMatchObject({ exitCode: 2 });
    expect(await run('push', '--note', 'x')).toMatchObject({ exitCode: 2 });
    expect(await run('validate', '--offline')).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('pull first') as string,
    });
  });

  it('says when no server answers, and keeps the demo’s key on this machine', async () => {
    expect(await run('pull', '--url', 'http://127.0.0.1:4599')).toMatchObject({
      exitCode: 3,
      text: expect.stringContaining('ECONNREFUSED') as string,
    });
    expect(await run('pull', '--url', 'https://parley.example.com')).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('PARLEY_API_KEY') as string,
    });
  });

  it('validates files without a server', async () => {
    await write('welcome.flow.json', formatFlow(exportFlow('Welcome', welcomeFlow)));
    expect(await run('validate', '--offline')).toMatchObject({
      exitCode: 0,
      text: `ok    ${dir}/welcome.flow.json`,
    });
    const doc = structuredClone(welcomeFlow);
    delete doc.nodes['start'];
    await write('broken.flow.json', formatFlow(exportFlow('Broken', doc)));
    const { exitCode, text } = await run('validate', 'broken', '--offline');
    expect(exitCode).toBe(1);
    expect(text).toContain('(no-trigger)');
    await write('other.flow.json', '{');
    expect(await run('validate', 'other', '--offline')).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('is no JSON') as string,
    });
  });

  it('runs the conversations beside a flow', async () => {
    await write('welcome.test.json', script('How can we help'));
    expect(await run('test', 'welcome')).toMatchObject({
      exitCode: 0,
      text: expect.stringContaining('1 passed, 0 failed') as string,
    });
    await write('welcome.test.json', script('Goodbye'));
    const { exitCode, text } = await run('test', 'welcome');
    expect(exitCode).toBe(1);
    expect(text).toContain('step 2: No message holds "Goodbye"');
    await write('welcome.test.json', { ...script('x'), extra: 1 });
    expect(await run('test', 'welcome')).toMatchObject({ exitCode: 2 });
    expect(await run('test', 'broken')).toMatchObject({
      exitCode: 0,
      text: expect.stringContaining('no .test.json beside it') as string,
    });
  });

  it('prints the JSON Schemas', async () => {
    expect(JSON.parse((await run('schema')).text)).toMatchObject({ title: 'Parley flow' });
    expect(JSON.parse((await run('schema', 'test')).text)).toMatchObject({ title: 'Parley flow test' });
  });

  it('writes the same text for the same flow, whatever the order of its keys', async () => {
    const shuffled = {
      ...welcomeFlow,
      nodes: Object.fromEntries(Object.entries(welcomeFlow.nodes).reverse()),
    };
    expect(formatFlow(exportFlow('Welcome', shuffled))).toBe(
      await readFile(join(dir, 'welcome.flow.json'), 'utf8'),
    );
    expect(slugOf('  Über uns & Größe ')).toBe('uber-uns-große');
    expect(slugOf('../../etc')).toBe('etc');
  });

  it('takes address and organisation from options, then from the environment', () => {
    const env = { PARLEY_URL: 'https://a.example/' };
    expect(readArguments(['pull'], env).url).toBe('https://a.example');
    expect(readArguments(['pull', '--url', 'http://b.example'], env).url).toBe('http://b.example');
    expect(readArguments(['pull'], {}).url).toBe('http://127.0.0.1:4000');
  });
});
