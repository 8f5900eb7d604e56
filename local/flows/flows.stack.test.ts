import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FlowFile } from '../../core/flow/transfer.ts';
import { startStack } from '../testing/stack.ts';
import type { Stack } from '../testing/stack.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

let stack: Stack;
let dir: string;
beforeAll(async () => {
  [stack, dir] = await Promise.all([
    startStack({ without: ['worker'] }),
    mkdtemp(join(tmpdir(), 'parley-flows-')),
  ]);
});
afterAll(async () => {
  await stack.stop();
  await rm(dir, { recursive: true, force: true });
});

/** The command as people run it: a process of its own, the server by PARLEY_URL, the demo's key by default. */
function flows(...argv: string[]): Promise<{ exitCode: number | null; text: string }> {
  const child = spawn(process.execPath, [MAIN, ...argv, '--dir', dir], {
    env: { PATH: process.env['PATH'], PARLEY_URL: stack.urls.api },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, text }));
  });
}

const welcome = () => join(dir, 'welcome.flow.json');

async function edit(change: (file: FlowFile) => void): Promise<void> {
  const file = JSON.parse(await readFile(welcome(), 'utf8')) as FlowFile;
  change(file);
  await writeFile(welcome(), JSON.stringify(file));
}

function setText(id: string, text: string) {
  return ({ doc }: FlowFile) => {
    const node = doc.nodes[id];
    if (node?.type === 'send-text') node.data.text = text;
  };
}

describe('flows in git against a server', () => {
  it('goes the whole way: pull, edit, diff, validate, test, push, publish', async () => {
    expect(await flows('pull')).toMatchObject({
      exitCode: 0,
      text: expect.stringContaining('welcome.flow.json') as string,
    });
    expect(await flows('pull')).toMatchObject({ text: expect.stringContaining('unchanged') as string });
    expect(await flows('diff', 'welcome', '--exit-code')).toEqual({
      exitCode: 0,
      text: 'Welcome: no difference\n',
    });

    await edit(setText('sendPrices', 'A visit is 45 EUR.'));
    expect(await flows('diff', 'welcome', '--exit-code')).toMatchObject({
      exitCode: 1,
      text: expect.stringContaining('Prices') as string,
    });
    expect(await flows('validate', 'welcome')).toMatchObject({ exitCode: 0 });
    const steps = [{ say: 'hi' }, { press: 'Prices' }, { expect: { text: ['How can we help', '45 EUR'] } }];
    const script = {
      format: 'parley-flow-test',
      formatVersion: 1,
      conversations: [{ name: 'prices', steps }],
    };
    await writeFile(join(dir, 'welcome.test.json'), JSON.stringify(script));
    expect(await flows('test')).toMatchObject({
      exitCode: 0,
      text: expect.stringContaining('1 passed, 0 failed') as string,
    });

    const pushed = await flows('push', 'welcome', '--publish', '--note', 'New prices');
    expect(pushed).toMatchObject({
      exitCode: 0,
      text: expect.stringContaining('published  Welcome as version 2') as string,
    });
    expect(await flows('push', 'welcome', '--publish')).toMatchObject({
      exitCode: 0,
      text: expect.stringContaining('version 2 is live already') as string,
    });
    expect(await flows('diff', 'welcome', '--published')).toEqual({
      exitCode: 0,
      text: 'Welcome: no difference\n',
    });
    const [version] = await stack.sql<{ note: string }[]>`
      select v.note from public.flow_versions v join public.flows f on f.id = v.flow_id
      where f.name = 'Welcome' and v.number = 2`;
    expect(version?.note).toBe('New prices');
  });

  it('notices a draft that somebody changed since the pull, and overwrites it only when told to', async () => {
    await flows('pull', 'welcome');
    await stack.sql`update public.flows set draft_rev = draft_rev + 1 where name = 'Welcome'`;
    await edit(setText('sendPrices', 'A visit is 50 EUR.'));
    expect(await flows('push', 'welcome')).toMatchObject({
      exitCode: 1,
      text: expect.stringContaining('conflict') as string,
    });
    expect(await flows('push', 'welcome', '--force')).toMatchObject({
      exitCode: 0,
      text: expect.stringContaining('saved') as string,
    });
  });

  it('makes a flow that the server lacks, and says why one with errors isn’t published', async () => {
    await edit((file) => {
      file.name = 'Brand new';
      delete file.doc.nodes['start'];
      for (const [id, edge] of Object.entries(file.doc.edges))
        if (edge.from.node === 'start') delete file.doc.edges[id];
    });
    const { exitCode, text } = await flows('push', 'welcome', '--publish');
    expect(exitCode).toBe(1);
    expect(text).toContain('created    Brand new');
    expect(text).toContain('(no-trigger)');
  });
});
