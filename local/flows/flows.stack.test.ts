import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FlowDoc } from '../../core/flow/document.ts';
import { sampleNode } from '../../core/flow/samples/build.ts';
import { flowDoc } from '../../core/flow/testing.ts';
import { exportFlow } from '../../core/flow/transfer.ts';
import type { FlowFile } from '../../core/flow/transfer.ts';
import { demo } from '../../platform/seed/demo.ts';
import { DEMO } from '../demo.ts';
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
  return command([...argv, '--dir', dir]);
}

function command(argv: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [MAIN, ...argv], {
    env: { PATH: process.env['PATH'], PARLEY_URL: stack.urls.api, ...env },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return new Promise<{ exitCode: number | null; text: string }>((resolve, reject) => {
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

describe('flows that go to another organisation', () => {
  const other = { PARLEY_API_KEY: 'pk_of_the_other_organisation' };
  const rules = { kind: 'all', of: [{ kind: 'tag', op: 'has', value: 'vip' }] };
  let folder: string;
  let otherId: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-flows-'));
    const [row] = await stack.sql<{ id: string }[]>`
      with made as (insert into public.organizations (name, slug) values ('Other', 'other') returning id)
      insert into public.api_keys (org_id, name, key_hash, role)
      select id, 'Key', sha256(${other.PARLEY_API_KEY}::bytea), 'admin' from made returning org_id as id`;
    otherId = row!.id;
    const segmentId = await makeSegment(demo.orgId, DEMO.apiKey);
    const called = {
      start: sampleNode('subflow-trigger', 0, 0, {}),
      end: sampleNode('exit', 0, 0, { outcome: 'completed', reason: 'booked' }),
    };
    await writeFile(fileOf('booking'), asFile('Booking', called, [['start', 'next', 'end']]));
    expect(await command(['push', '--publish', '--dir', folder])).toMatchObject({ exitCode: 0 });
    const [booking] = await stack.sql<{ id: string }[]>`select id from public.flows where name = 'Booking'`;
    const caller = {
      start: sampleNode('segment-trigger', 0, 0, { segmentId }),
      book: sampleNode('subflow', 0, 0, { flowId: booking!.id, version: 1, inputs: [], outputs: [] }),
      end: sampleNode('exit', 0, 0, { outcome: 'completed', reason: 'visited' }),
    };
    const edges: [string, string, string][] = [
      ['start', 'next', 'book'],
      ['book', 'completed', 'end'],
    ];
    await writeFile(fileOf('a-visit'), asFile('A visit', caller, edges));
    expect(await command(['push', '--publish', '--dir', folder])).toMatchObject({ exitCode: 0 });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const fileOf = (slug: string) => join(folder, `${slug}.flow.json`);
  const asFile = (name: string, nodes: FlowDoc['nodes'], edges: [string, string, string][]) =>
    JSON.stringify(exportFlow(name, flowDoc(nodes, edges)));

  async function makeSegment(org: string, key: string): Promise<string> {
    const answer = await fetch(`${stack.urls.api}/v1/orgs/${org}/segments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Regulars', rules }),
    });
    return ((await answer.json()) as { id: string }).id;
  }

  it('says in the file what is called how', async () => {
    expect(await command(['pull', 'A visit', 'Booking', '--dir', folder])).toMatchObject({ exitCode: 0 });
    const { dependencies } = JSON.parse(await readFile(fileOf('a-visit'), 'utf8')) as FlowFile;
    expect(dependencies).toMatchObject({ segments: [{ name: 'Regulars' }], flows: [{ name: 'Booking' }] });
  });

  it('saves nothing while something is missing there, and names it', async () => {
    const { exitCode, text } = await command(['push', '--dir', folder], other);
    expect(exitCode).toBe(1);
    expect(text).toContain('A visit: there is no segment "Regulars"');
    expect(text).toContain('A visit: the flow "Booking" has no published version there');
    expect(await stack.sql`select 1 from public.flows where org_id = ${otherId}`).toHaveLength(0);
  });

  it('finds the counterparts, goes live in the order of calls, and is the same when pushed again', async () => {
    const segmentId = await makeSegment(otherId, other.PARLEY_API_KEY);
    const pushed = await command(['push', '--publish', '--dir', folder], other);
    expect(pushed).toMatchObject({ exitCode: 0 });
    expect(pushed.text).toMatch(/published {2}Booking as version 1[^]*published {2}A visit as version 1/u);
    const [flow] = await stack.sql<{ draft: FlowDoc; bookingId: string }[]>`
      select f.draft, b.id as "bookingId" from public.flows f join public.flows b on b.org_id = f.org_id and b.name = 'Booking'
      where f.org_id = ${otherId} and f.name = 'A visit'`;
    expect(flow!.draft.nodes['start']?.data).toEqual({ segmentId });
    expect(flow!.draft.nodes['book']?.data).toMatchObject({ flowId: flow!.bookingId, version: 1 });
    const again = await command(['push', '--dir', folder], other);
    expect(again.text).toBe('unchanged  Booking\nunchanged  A visit\n');
    const difference = await command(['diff', '--dir', folder], other);
    expect(difference.text).toContain('A visit: no difference');
    expect(await command(['validate', '--dir', folder], other)).toMatchObject({ exitCode: 0 });
  });
});
