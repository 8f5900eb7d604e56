/** Files that people send: from a real simulator into real Storage. */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessageMedia } from '../../core/messaging/media.ts';
import { DEMO } from '../../local/demo.ts';
import { startFlowWorld, type FlowWorld, type Person } from '../../local/testing/flow-world.ts';
import { TEST_MASTER_KEY } from '../../local/testing/provided.ts';
import { startTestStorage, type TestStorage } from '../../local/testing/storage.ts';
import { messageWebhook } from '../../local/testing/webhooks.ts';
import { demo } from '../../platform/seed/demo.ts';
import { mediaPath } from '../../platform/storage/paths.ts';
import { createStorage, type FileStorage } from '../../platform/storage/storage.ts';
import { createMediaSource, type MediaSource } from '../../platform/whatsapp/media.ts';
import { createTokenCache } from '../gate/credentials.ts';
import { enforceRules } from '../retention/enforce.ts';
import { createLogger } from '../../platform/log.ts';
import { fetchMedia } from './fetch-media.ts';
import { removeFiles } from './remove-files.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const org = demo.orgId;
const DAY_MS = 86_400_000;

let world: FlowWorld;
let kept: TestStorage;
let source: MediaSource;
let serial = 0;

beforeAll(async () => {
  world = await startFlowWorld();
  kept = await startTestStorage(world.database);
  source = createMediaSource(world.rig.simulator.url, 'v25.0');
});
afterAll(async () => {
  await kept?.stop();
  await world?.stop();
});

describe('a photo that somebody sends', () => {
  it('is noted with its message, and fetched into Storage', async () => {
    const metaId = await atWhatsApp(PNG, 'image/png');
    const { messageId, wakes } = await sends('image', {
      id: metaId,
      mime_type: 'image/png',
      caption: 'Look',
    });
    expect(wakes).toContainEqual({ topic: 'messageMedia', key: messageId });
    expect(await mediaOf(messageId)).toMatchObject({ status: 'pending', metaId, mimeType: 'image/png' });

    expect(await fetched(messageId)).toEqual({ status: 'stored' });
    expect(await mediaOf(messageId)).toEqual({
      ...{ status: 'stored', contentType: 'image/png', byteSize: PNG.length, fileName: null },
      sha256: createHash('sha256').update(PNG).digest('hex'),
    });
    expect(await stored(messageId)).toEqual(PNG);
  });

  it('is fetched once, however often it is asked for', async () => {
    const messageId = await withFile(PNG);
    await fetched(messageId);
    await forget(await metaIdOf(messageId));
    expect(await fetched(messageId)).toEqual({ status: 'stored' });
  });

  it('stays when two attempts overlap, of which one was thought to be dead', async () => {
    const messageId = await withFile(PNG);
    const slow: MediaSource = {
      ...source,
      // The other one begins and ends while this one has its bytes under way.
      async open(...file) {
        const bytes = await source.open(...file);
        expect(await fetched(messageId)).toEqual({ status: 'stored' });
        return bytes;
      },
    };
    expect(await fetched(messageId, { source: slow })).toEqual({ status: 'stored' });
    expect(await stored(messageId)).toEqual(PNG);
  });

  it('is kept under the type of its bytes, whatever its sender called it', async () => {
    const page = Buffer.from('<html><script>alert(1)</script></html>');
    const messageId = await withFile(page, 'image/png', { filename: 'photo.png' });
    await fetched(messageId);
    expect(await mediaOf(messageId)).toMatchObject({ contentType: 'application/octet-stream' });
  });

  it('is asked for again for a day while WhatsApp says that there is no such file', async () => {
    const { messageId } = await sends('document', { id: '1000000000000001', filename: 'bill.pdf' });
    const after = (hours: number) => ({ now: new Date(Date.now() + hours * 3_600_000) });
    await expect(fetched(messageId, after(23))).rejects.toMatchObject({ code: 'media_not_found' });
    expect(await fetched(messageId, after(25))).toEqual({ status: 'failed' });
    expect(await mediaOf(messageId)).toEqual({ status: 'failed', error: 'expired', fileName: 'bill.pdf' });
  });

  it('is given up after the 14 days that WhatsApp keeps it at most', async () => {
    const messageId = await withFile(PNG);
    expect(await fetched(messageId, { now: new Date(Date.now() + 14.1 * DAY_MS) })).toEqual({
      status: 'failed',
    });
    expect(await mediaOf(messageId)).toMatchObject({ error: 'expired' });
  });

  it('is waited for while WhatsApp, or the account’s token, is away', async () => {
    const messageId = await withFile(PNG);
    const away = createMediaSource('http://127.0.0.1:9', 'v25.0');
    await expect(fetched(messageId, { source: away })).rejects.toMatchObject({
      code: 'whatsapp_unavailable',
    });
    await expect(fetched(messageId, { accessToken: null })).rejects.toMatchObject({
      code: 'token_refused',
    });
    expect(await fetched(messageId)).toEqual({ status: 'stored' });
  });
});

describe('where nothing can be kept', () => {
  const nowhere = createStorage({ url: undefined, secretKey: undefined });

  it('no file is asked for, and it is stored once there is a place', async () => {
    const messageId = await withFile(PNG);
    const asked = { ...source, find: () => Promise.reject(new Error('asked')) };
    await expect(fetched(messageId, { storage: nowhere, source: asked })).rejects.toMatchObject({
      code: 'not_configured',
    });
    expect(await fetched(messageId)).toEqual({ status: 'stored' });
  });

  it('a message that is gone, and what is noted of it, hold nobody up', async () => {
    const messageId = await withFile(PNG);
    await world.database.sql`delete from messages where id = ${messageId}`;
    expect(await fetched(messageId, { storage: nowhere })).toEqual({ status: 'gone' });
    expect(await removeFiles(world.sql, nowhere)).toBe(0);
  });
});

describe('a server that isn’t what it should be', () => {
  it('may serve damaged bytes: they aren’t kept', async () => {
    const server = await graphLike((url) => ({
      url: `${url}/bytes`,
      sha256: 'ab'.repeat(32),
      file_size: '4',
    }));
    try {
      const messageId = await withFile(PNG);
      const damaged = createMediaSource(server.url, 'v25.0');
      await expect(fetched(messageId, { source: damaged })).rejects.toMatchObject({
        code: 'whatsapp_unavailable',
      });
      const later = new Date(Date.now() + 2 * 3_600_000);
      expect(await fetched(messageId, { source: damaged, now: later })).toEqual({ status: 'failed' });
      expect(await mediaOf(messageId)).toMatchObject({ error: 'damaged' });
      await expect(stored(messageId)).rejects.toMatchObject({ code: 'not_found' });
    } finally {
      await server.close();
    }
  });

  it('never gets the token, when an address of Meta’s leads to it', async () => {
    const stranger = await graphLike(() => ({}));
    const server = await graphLike(() => ({ url: `${stranger.url}/bytes` }));
    try {
      const messageId = await withFile(PNG);
      await expect(
        fetched(messageId, { source: createMediaSource(server.url, 'v25.0') }),
      ).rejects.toMatchObject({ code: 'foreign_address' });
      expect(server.requests).toHaveLength(1);
      expect(stranger.requests).toEqual([]);
    } finally {
      await Promise.all([server.close(), stranger.close()]);
    }
  });

  it('that announces more than 100 MB isn’t asked for the bytes', async () => {
    const server = await graphLike((url) => ({ url: `${url}/bytes`, file_size: 105_000_000 }));
    try {
      const messageId = await withFile(PNG);
      await fetched(messageId, { source: createMediaSource(server.url, 'v25.0') });
      expect(await mediaOf(messageId)).toMatchObject({ status: 'failed', error: 'tooLarge' });
      expect(server.requests).toHaveLength(1);
    } finally {
      await server.close();
    }
  });
});

describe('a file whose message is gone', () => {
  it('is deleted from Storage', async () => {
    const messageId = await withFile(PNG);
    const other = await withFile(PNG);
    for (const id of [messageId, other]) await fetched(id);
    await world.database.sql`delete from messages where id = ${messageId}`;
    await removeFiles(world.sql, kept.storage);
    await expect(stored(messageId)).rejects.toMatchObject({ code: 'not_found' });
    expect(await stored(other)).toEqual(PNG);
  });

  it('is deleted again an hour later, when no upload can be under way, and then forgotten', async () => {
    const messageId = await withFile(PNG);
    const cutOff: FileStorage = {
      ...kept.storage,
      // While the bytes are under way the message is erased and its file removed; then the worker dies.
      async upload(...file) {
        await world.database.sql`delete from messages where id = ${messageId}`;
        expect(await removeFiles(world.sql, kept.storage)).toBe(1);
        await kept.storage.upload(...file);
        throw new Error('died');
      },
    };
    await expect(fetched(messageId, { storage: cutOff })).rejects.toThrow('died');
    expect(await removeFiles(world.sql, kept.storage)).toBe(0);
    expect(await stored(messageId)).toEqual(PNG);

    await letAnHourPass();
    expect(await removeFiles(world.sql, kept.storage)).toBe(0);
    await expect(stored(messageId)).rejects.toMatchObject({ code: 'not_found' });
    expect(await world.database.sql`select from private.file_removals`).toHaveLength(0);
  });

  it('is deleted although the row said that there was none, because a slow attempt brought it after all', async () => {
    const messageId = await withFile(PNG);
    expect(await fetched(messageId, { now: new Date(Date.now() + 14.1 * DAY_MS) })).toEqual({
      status: 'failed',
    });
    await kept.storage.upload('media', mediaPath(org, messageId), Readable.from([PNG]), 'image/png');
    await world.database.sql`delete from messages where id = ${messageId}`;
    await removeFiles(world.sql, kept.storage);
    await expect(stored(messageId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('isn’t uploaded by an attempt whose time is over', async () => {
    const messageId = await withFile(PNG);
    const over = new AbortController();
    const slow: FileStorage = {
      ...kept.storage,
      upload(...file) {
        over.abort();
        return kept.storage.upload(...file);
      },
    };
    await expect(fetched(messageId, { storage: slow, signal: over.signal })).rejects.toThrow();
    await expect(stored(messageId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('isn’t left there by a fetch that was on its way', async () => {
    const messageId = await withFile(PNG);
    // The worker that wrote it died before it could say so.
    await kept.storage.upload('media', mediaPath(org, messageId), Readable.from([PNG]), 'image/png');
    await world.database.sql`delete from messages where id = ${messageId}`;
    expect(await fetched(messageId)).toEqual({ status: 'gone' });
    await expect(stored(messageId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('stays noted while Storage is away', async () => {
    const messageId = await withFile(PNG);
    await fetched(messageId);
    await world.database.sql`delete from messages where id = ${messageId}`;
    const away = createStorage({ url: 'http://127.0.0.1:9', secretKey: 'none' });
    await expect(removeFiles(world.sql, away)).rejects.toMatchObject({ code: 'unavailable' });
    await removeFiles(world.sql, kept.storage);
    await expect(stored(messageId)).rejects.toMatchObject({ code: 'not_found' });
  });
});

it('a retention rule for messages takes their files', async () => {
  const messageId = await withFile(PNG);
  await fetched(messageId);
  await world.database
    .sql`update messages set created_at = now() - interval '40 days' where id = ${messageId}`;
  await world.database
    .sql`insert into retention_rules (org_id, kind, days) values (${org}, 'messageContent', 30)`;
  await enforceRules(
    { sql: world.sql, log: createLogger('test', 'silent') },
    { now: new Date(), place: null },
  );
  expect(await mediaOf(messageId)).toBeNull();
  await removeFiles(world.sql, kept.storage);
  await expect(stored(messageId)).rejects.toMatchObject({ code: 'not_found' });
});

function fetched(
  messageId: string,
  {
    now = new Date(),
    storage = kept.storage,
    signal = new AbortController().signal,
    ...change
  }: {
    now?: Date;
    source?: MediaSource;
    accessToken?: null;
    storage?: FileStorage;
    signal?: AbortSignal;
  } = {},
) {
  const { sql } = world;
  const accessToken =
    change.accessToken === null ? () => Promise.resolve(null) : createTokenCache(sql, TEST_MASTER_KEY);
  const context = { sql, storage, source: change.source ?? source, accessToken };
  return fetchMedia(context, { orgId: org, messageId }, { now, signal });
}

async function letAnHourPass(): Promise<void> {
  await world.database.sql`update private.file_removals set due_at = due_at - interval '1 hour'`;
}

/** Puts a file where WhatsApp keeps those of its users. */
async function atWhatsApp(bytes: Buffer, mimeType: string): Promise<string> {
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('type', mimeType);
  form.set('file', new Blob([new Uint8Array(bytes)], { type: mimeType }), 'file');
  const response = await fetch(`${world.rig.simulator.url}/v25.0/${DEMO.phoneNumberId}/media`, {
    method: 'POST',
    headers: { authorization: `Bearer ${DEMO.accessToken}` },
    body: form,
  });
  return ((await response.json()) as { id: string }).id;
}

async function forget(metaId: string): Promise<void> {
  await fetch(`${world.rig.simulator.url}/v25.0/${metaId}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${DEMO.accessToken}` },
  });
}

async function withFile(bytes: Buffer, mimeType = 'image/png', facts: object = {}): Promise<string> {
  const id = await atWhatsApp(bytes, mimeType);
  return (await sends('image', { id, mime_type: mimeType, ...facts })).messageId;
}

async function sends(type: string, file: object): Promise<{ messageId: string; wakes: object[] }> {
  serial += 1;
  const person: Person = world.someone();
  const wamid = `wamid.media-${serial}`;
  const rows = await world.rig.receive(
    messageWebhook({ from: person.number, name: person.name, wamid }, { type, [type]: file }),
  );
  const [message] = await world.sql<{ id: string }[]>`select id from messages where wamid = ${wamid}`;
  return { messageId: message!.id, wakes: rows.map(({ topic, key }) => ({ topic, key })) };
}

async function mediaOf(messageId: string): Promise<MessageMedia | null> {
  const [row] = await world.sql<{ media: MessageMedia | null }[]>`
    select media from messages where id = ${messageId}`;
  return row!.media;
}

async function metaIdOf(messageId: string): Promise<string> {
  const [row] = await world.sql<{ id: string }[]>`
    select content -> 'derived' -> 'media' ->> 'id' as id from messages where id = ${messageId}`;
  return row!.id;
}

async function stored(messageId: string): Promise<Buffer> {
  return buffer(await kept.storage.download('media', mediaPath(org, messageId)));
}

/** Answers every question about a file with `facts`, and four bytes under `/bytes`. */
async function graphLike(facts: (url: string) => object) {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (request.url === '/bytes') response.end('abcd');
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(facts(url)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
