/** Files that are kept to be sent by flows: who sees them, what a flow may name, and when they may go. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newNode } from '../../core/flow/nodes/registry.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { inBetween } from '../../local/testing/in-between.ts';
import { startTestStorage, type TestStorage } from '../../local/testing/storage.ts';
import { greeting } from '../testing/greeting.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let kept: TestStorage;
let api: TestApi;
let org: string;
let admin: string;
beforeAll(async () => {
  const database = await createDatabase();
  kept = await startTestStorage(database);
  api = await createTestApi(database, { config: kept.config });
  org = api.ours.id;
  admin = api.ours.users.admin.token;
});
afterAll(async () => {
  await kept?.stop();
  await api?.close();
});

const upload = async (name: string, { of = api.ours, keep = true } = {}) =>
  api.call('uploadMedia', {
    ...{ token: of.users.admin.token, params: { org: of.id } },
    query: { name, keep: String(keep) },
    body: new Blob([new Uint8Array(PNG)]),
  });
const at = (media: string) => ({ token: admin, params: { org, media } });

function sending(keyword: string, fileId: string, kind: 'image' | 'video' = 'image') {
  const draft = greeting(keyword);
  const send = newNode('send-media', { x: 300, y: 0 });
  Object.assign(send.data, { kind, source: { by: 'file', fileId, name: `${keyword}.png` } });
  return { ...draft, nodes: { ...draft.nodes, send } };
}
const create = (keyword: string, fileId: string, kind?: 'image' | 'video') =>
  api.call('createFlow', {
    ...{ token: admin, params: { org } },
    body: { name: keyword, draft: sending(keyword, fileId, kind) },
  });
const publish = (id: string) => ({
  ...{ token: admin, params: { org, flow: id } },
  body: { draftRev: 1, note: '' },
});
async function refusal(id: string): Promise<unknown> {
  const problem = await api.refused('publishFlow', 422, publish(id));
  return problem['problems'];
}

describe('a kept file', () => {
  it('is given out as it was uploaded, to who may see the list', async () => {
    const { id } = await upload('menu.png');
    const answer = await api.send('downloadMedia', { ...at(id), token: api.ours.users.viewer.token });
    expect(answer.headers.get('content-disposition')).toContain('menu.png');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(PNG);
  });

  it('is nobody else’s, and one that was attached is nobody’s', async () => {
    const { id } = await upload('theirs.png', { of: api.theirs });
    await api.refused('downloadMedia', 404, at(id));
    await api.refused('deleteMedia', 404, at(id));
    const attached = await upload('attached.png', { keep: false });
    await api.refused('downloadMedia', 404, at(attached.id));
  });
});

describe('a flow that sends a file', () => {
  it('is published when the file is kept here', async () => {
    const { id: fileId } = await upload('menu.png');
    const { id } = await create('kept', fileId);
    expect(await api.call('publishFlow', publish(id))).toMatchObject({ number: 1 });
    const around = await api.call('getFlowSurroundings', { token: admin, params: { org, flow: id } });
    expect(around['files']).toMatchObject({ [fileId]: 'image' });
  });

  it.each([
    ['of another organisation', async () => (await upload('theirs.png', { of: api.theirs })).id],
    ['that was attached to a message', async () => (await upload('attached.png', { keep: false })).id],
    [
      'that was deleted',
      async () => {
        const { id } = await upload('gone.png');
        await api.call('deleteMedia', at(id));
        return id;
      },
    ],
  ])('is refused with a file %s', async (what, make) => {
    const { id } = await create(what, await make());
    expect(await refusal(id)).toMatchObject([
      { code: 'file-unknown', nodeId: 'send', field: 'source.fileId' },
    ]);
  });

  it('is refused when the file is of another kind', async () => {
    const { id } = await create('misfit', (await upload('menu.png')).id, 'video');
    expect(await refusal(id)).toMatchObject([{ code: 'file-misfit', field: 'source.fileId' }]);
  });

  it('names the file of another organisation among what is missing when it is imported', async () => {
    const { id: fileId } = await upload('theirs-only.png', { of: api.theirs });
    const theirs = { token: api.theirs.users.admin.token, params: { org: api.theirs.id } };
    const flow = await api.call('createFlow', {
      ...theirs,
      body: { name: 'away', draft: sending('away', fileId) },
    });
    const exported = { ...theirs, params: { ...theirs.params, flow: flow.id } };
    const file = await api.call('exportFlow', exported);
    const imported = await api.call('importFlow', { token: admin, params: { org }, body: { file } });
    expect(imported.needs).toMatchObject([{ kind: 'file', key: fileId, isMissing: true }]);
    expect(await refusal(imported.flow.id)).toMatchObject([{ code: 'file-unknown' }]);
  });
});

describe('deleting a file', () => {
  it('is refused while a published flow sends it, and says which', async () => {
    const { id: fileId } = await upload('needed.png');
    const { id } = await create('needs it', fileId);
    await api.call('publishFlow', publish(id));
    const problem = await api.refused('deleteMedia', 409, at(fileId));
    expect(problem).toMatchObject({ code: 'file_in_use' });
    expect(problem.detail).toContain('“needs it”');
    await api.call('archiveFlow', { token: admin, params: { org, flow: id } });
    expect(await api.call('deleteMedia', at(fileId))).toEqual({ id: fileId });
  });

  it('is refused when a flow with it is published in the same moment', async () => {
    const { id: fileId } = await upload('contested.png');
    const { id } = await create('in the same moment', fileId);
    const [published, deleted] = await inBetween(
      api.database.sql,
      'public.flow_versions',
      () => api.call('publishFlow', publish(id)),
      () => api.send('deleteMedia', at(fileId)),
    );
    expect(published.number).toBe(1);
    expect(deleted.status).toBe(409);
  });

  it('is refused while a campaign is under way with it, and not for drafts', async () => {
    const { id: fileId } = await upload('offer.png');
    await create('draft', fileId);
    const { sql } = api.database;
    const [campaign] = await sql<{ id: string }[]>`
      insert into campaigns (org_id, name, status, doc)
      values (${org}, 'Spring', 'running', ${sql.json({ fileId })}) returning id`;
    const problem = await api.refused('deleteMedia', 409, at(fileId));
    expect(problem.detail).toContain('“Spring”');
    await sql`update campaigns set status = 'completed' where id = ${campaign!.id}`;
    await api.call('deleteMedia', at(fileId));
  });
});
