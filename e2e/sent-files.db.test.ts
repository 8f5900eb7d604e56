/** Files that agents send: the real API and Storage, the gate, the simulator in Meta's place. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestApi, type TestApi } from '../api/testing/test-api.ts';
import { createDatabase, type TestDatabase } from '../local/testing/database.ts';
import { simulatorClient, type SimulatorClient } from '../local/testing/simulator-client.ts';
import { startTestStorage, type TestStorage } from '../local/testing/storage.ts';
import { createPool, type Sql } from '../platform/db/pool.ts';
import { createLogger } from '../platform/log.ts';
import { MetaError } from '../platform/whatsapp/ask-meta.ts';
import { createMediaUpload } from '../platform/whatsapp/media-upload.ts';
import { startSimulator, type RunningSimulator } from '../simulator/server.ts';
import { loadMessages } from '../worker/gate/load.ts';
import { recordOutcomes } from '../worker/gate/outcome.ts';
import { createPrepareFiles, type PrepareFiles } from '../worker/gate/own-files.ts';
import { raiseStatuses } from '../worker/relay/items/statuses.ts';
import { removeFiles } from '../worker/media/remove-files.ts';
import { thinOut } from '../worker/sweeper/thin-out.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const TOKEN = 'EAAG-token-of-the-account';

let meta: RunningSimulator;
let simulator: SimulatorClient;
let database: TestDatabase;
let kept: TestStorage;
let api: TestApi;
let worker: Sql;
let prepare: PrepareFiles;
let uploads = 0;
let trouble: MetaError | null = null;
beforeAll(async () => {
  database = await createDatabase();
  kept = await startTestStorage(database);
  api = await createTestApi(database, { config: kept.config });
  meta = await startSimulator({ port: 0, accessToken: TOKEN, phoneNumberId: api.ours.metaPhoneNumberId });
  simulator = simulatorClient(meta.url);
  worker = createPool(database.workerUrl, { max: 2, applicationName: 'files test' });
  const upload = createMediaUpload(meta.url, 'v25.0');
  prepare = createPrepareFiles({
    sql: worker,
    storage: kept.storage,
    upload: (...input) => {
      uploads += 1;
      if (trouble) return Promise.reject(trouble);
      return upload(...input);
    },
  });
  await database.sql`update conversations set window_expires_at = now() + interval '1 day'`;
});
afterAll(async () => {
  await worker?.end();
  await meta?.close();
  await kept?.stop();
  await api?.close();
});

afterEach(() => {
  trouble = null;
  vi.useRealTimers();
});

const agent = () => ({ token: api.ours.users.agent.token, params: { org: api.ours.id } });
const inThread = () => ({ ...agent(), params: { org: api.ours.id, conversation: api.ours.conversationId } });
const upload = (content: Buffer, name: string, keep = false) =>
  api.call('uploadMedia', {
    ...agent(),
    query: { name, keep: String(keep) },
    body: new Blob([new Uint8Array(content)]),
  });
async function prepared(messageId: string, token = TOKEN) {
  const message = (await loadMessages(worker, [messageId], new Date())).get(messageId)!;
  return prepare(message, message.content, token);
}
/** A message with a file of its own. */
async function sentFile(name: string): Promise<string> {
  const file = await upload(PNG, name);
  const { id } = await api.call('sendMessage', { ...inThread(), body: { fileId: file.id } });
  return id;
}
const exists = (id: string) =>
  kept.storage.download('media', `${api.ours.id}/${id}`).then(
    (stream) => {
      stream.destroy();
      return true;
    },
    () => false,
  );

describe('an uploaded file', () => {
  it('is what its bytes say', async () => {
    expect(await upload(PNG, 'invoice.pdf')).toMatchObject({
      kind: 'image',
      contentType: 'image/png',
      isKept: false,
    });
    expect(await upload(Buffer.from('Opening times: 9 to 5'), 'times.txt')).toMatchObject({
      kind: 'document',
    });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['what WhatsApp doesn’t know', Buffer.from([0, 1, 2, 3, 255, 254])],
    ['a picture that is too large', Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)])],
  ])('is refused when it is %s', async (_, content) => {
    const body = new Blob([new Uint8Array(content)]);
    const problem = await api.refused('uploadMedia', 422, { ...agent(), query: { name: 'a.pdf' }, body });
    expect(problem.code).toBe('unusable_file');
  });

  it('is only for who may send', async () => {
    const input = { ...agent(), token: api.ours.users.viewer.token, body: new Blob([new Uint8Array(PNG)]) };
    await api.refused('uploadMedia', 403, input);
  });
});

describe('a message with a file', () => {
  it('has the file as its own, and goes to Meta by Meta’s id, uploaded once', async () => {
    const file = await upload(PNG, 'offer.png');
    const sent = await api.call('sendMessage', {
      ...inThread(),
      body: { text: 'Our offer', fileId: file.id },
    });
    expect(sent).toMatchObject({ id: file.id, type: 'media', text: 'Our offer', file: { status: 'stored' } });
    const before = uploads;
    const [first, second] = await Promise.all([prepared(sent.id), prepared(sent.id)]);
    expect(first).toMatchObject({ kind: 'ready', content: { kind: 'image', caption: 'Our offer' } });
    expect(second).toEqual(first);
    expect(await prepared(sent.id)).toEqual(first);
    expect(uploads - before).toBe(1);
    const mediaId = (first as { content: { mediaId: string } }).content.mediaId;
    const answer = await fetch(`${meta.url}/v25.0/${mediaId}`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    expect(await answer.json()).toMatchObject({ mime_type: 'image/png' });
    const download = await api.send('downloadMessageFile', {
      ...agent(),
      params: { org: api.ours.id, message: sent.id },
    });
    expect(Buffer.from(await download.arrayBuffer())).toEqual(PNG);
  });

  it('is brought again when Meta has forgotten it', async () => {
    const file = await upload(PNG, 'again.png');
    const { id } = await api.call('sendMessage', { ...inThread(), body: { fileId: file.id } });
    await prepared(id);
    await database.sql`update private.media_uploads set expires_at = now() where file_id = ${id}`;
    const before = uploads;
    await prepared(id);
    expect(uploads - before).toBe(1);
  });

  it('can be sent once; one that is kept, many times', async () => {
    const once = await upload(PNG, 'once.png');
    await api.call('sendMessage', { ...inThread(), body: { fileId: once.id } });
    await api.refused('sendMessage', 422, { ...inThread(), body: { fileId: once.id } });
    const menu = await upload(PNG, 'menu.png', true);
    for (let n = 0; n < 2; n += 1)
      await api.call('sendMessage', { ...inThread(), body: { fileId: menu.id } });
    expect((await api.call('listMedia', agent())).items.map(({ id }) => id)).toEqual([menu.id]);
  });

  it('fails for good when its file is gone', async () => {
    const menu = await upload(PNG, 'gone.png', true);
    const { id } = await api.call('sendMessage', { ...inThread(), body: { fileId: menu.id } });
    await api.call('deleteMedia', { ...agent(), params: { org: api.ours.id, media: menu.id } });
    expect(await prepared(id)).toMatchObject({ kind: 'refused', refusal: { code: 'file_gone' } });
    expect(await removeFiles(worker, kept.storage, { orgId: api.ours.id })).toBe(1);
    expect(await exists(menu.id)).toBe(false);
  });

  it('takes its file along when it is erased', async () => {
    const file = await upload(PNG, 'erased.png');
    await api.call('sendMessage', { ...inThread(), body: { fileId: file.id } });
    expect(await exists(file.id)).toBe(true);
    await database.sql`delete from messages where id = ${file.id}`;
    await removeFiles(worker, kept.storage, { orgId: api.ours.id });
    expect(await exists(file.id)).toBe(false);
  });

  it('needs a text or a file, and no words under a sound', async () => {
    await api.refused('sendMessage', 422, { ...inThread(), body: {} });
    const strange = await api.refused('sendMessage', 422, { ...inThread(), body: { fileId: randomUUID() } });
    expect(strange.code).toBe('invalid_input');
  });
});

describe('a file that Meta doesn’t take now', () => {
  it('waits a minute for a new token, and for Meta when it has had too many requests', async () => {
    const id = await sentFile('waits.png');
    vi.useFakeTimers({ toFake: ['Date'] });
    const later = { kind: 'later', retryInMs: 60_000 };
    expect(await prepared(id, 'EAAG-expired')).toEqual(later);
    vi.setSystemTime(Date.now() + 60_000);
    trouble = new MetaError('throttled', 'Meta: too many requests');
    expect(await prepared(id)).toEqual(later);
    vi.setSystemTime(Date.now() + 60_000);
    trouble = null;
    expect(await prepared(id)).toMatchObject({ kind: 'ready' });
  });

  it('is brought again after longer and longer, whoever asks meanwhile', async () => {
    const id = await sentFile('away.png');
    vi.useFakeTimers({ toFake: ['Date'] });
    trouble = new MetaError('whatsapp_unavailable', 'Meta gave no answer.');
    const before = uploads;
    const waits: number[] = [];
    for (let n = 0; n < 13; n += 1) {
      const outcome = await prepared(id);
      if (outcome.kind !== 'later') throw new Error(outcome.kind);
      expect(await prepared(id)).toMatchObject({ kind: 'later' });
      waits.push(outcome.retryInMs);
      vi.setSystemTime(Date.now() + outcome.retryInMs);
    }
    expect(uploads - before).toBe(13);
    expect(waits[0]).toBeLessThanOrEqual(1_000);
    expect(waits[12]).toBeGreaterThan(40 * 60_000);
  });

  it('is refused for good when it is the file', async () => {
    const id = await sentFile('bad.png');
    trouble = new MetaError('refused', 'Meta: unsupported (131053)');
    expect(await prepared(id)).toMatchObject({ kind: 'refused', refusal: { code: 'file_refused' } });
  });
});

describe('a file that Meta had, and refuses in a message', () => {
  const refusals: Record<string, (id: string) => Promise<unknown>> = {
    'as it is sent': async (id) => {
      const message = (await loadMessages(worker, [id], new Date())).get(id)!;
      const body = { error: { code: 131053, message: 'Media upload error' } };
      const context = { sql: worker, lazySql: worker, log: createLogger('test', 'silent') };
      const answer = { kind: 'answered', httpStatus: 400, body, retryAfterMs: null } as const;
      return recordOutcomes(context, [{ message, attempt: 1, answer }], new Date());
    },
    'after it was sent': (id) =>
      worker.begin((tx) =>
        raiseStatuses(tx, [
          {
            ...{
              messageId: id,
              wamid: `wamid.${id}`,
              status: 'failed',
              rank: 40,
              at: new Date(),
              pricing: null,
            },
            error: { code: '131052', class: 'transient', title: 'Meta could not fetch the file' },
          },
        ]),
      ),
  };

  it.each(Object.keys(refusals))('is brought anew: %s', async (when) => {
    const id = await sentFile('refused.png');
    await prepared(id);
    await refusals[when]!(id);
    const before = uploads;
    expect(await prepared(id)).toMatchObject({ kind: 'ready' });
    expect(uploads - before).toBe(1);
  });
});

it('forgets what was attached and never sent, after a day', async () => {
  const file = await upload(PNG, 'unsent.png');
  await database.sql`update media_files set created_at = now() - interval '25 hours' where id = ${file.id}`;
  const report = await thinOut(worker, new Date(), { deliveryDays: 30, contactEventDays: 90 });
  expect(report.unsentFiles).toBe(1);
  await removeFiles(worker, kept.storage, { orgId: api.ours.id });
  expect(await exists(file.id)).toBe(false);
  expect(await simulator.stats()).toMatchObject({ accepted: 0 });
});
