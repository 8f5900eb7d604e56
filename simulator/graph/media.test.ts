import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { demo } from '../seed.ts';
import type { World } from '../testing/simulator-client.ts';
import { errorOf, startWorld } from '../testing/simulator-client.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

function upload(
  type: string,
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(PNG),
  fields: Record<string, string> = { messaging_product: 'whatsapp', type },
) {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  form.set('file', new Blob([bytes], { type }), 'picture.png');
  return world.call('POST', `/v25.0/${demo.phoneNumberId}/media`, form);
}

describe('media', () => {
  it('is uploaded, found, downloaded with the token and deleted', async () => {
    const { id } = (await upload('image/png')).body;
    const found = await world.call('GET', `/v25.0/${String(id)}`);
    expect(found.body).toMatchObject({
      messaging_product: 'whatsapp',
      mime_type: 'image/png',
      file_size: String(PNG.length),
      id,
    });
    const download = await fetch(String(found.body.url), {
      headers: { authorization: `Bearer ${demo.accessToken}` },
    });
    expect(Buffer.from(await download.arrayBuffer()).equals(PNG)).toBe(true);
    expect((await fetch(String(found.body.url))).status).toBe(401);
    expect((await world.call('DELETE', `/v25.0/${String(id)}`)).body).toEqual({ success: true });
    expect(errorOf(await world.call('GET', `/v25.0/${String(id)}`))).toMatchObject({
      code: 100,
      error_subcode: 33,
    });
  });

  it('has an address for five minutes and an id for thirty days', async () => {
    const { id } = (await upload('image/png')).body;
    const { url } = (await world.call('GET', `/v25.0/${String(id)}`)).body;
    await world.settings({ clockOffsetMs: 6 * 60_000 });
    expect((await world.call('GET', String(url))).status).toBe(404);
    expect((await world.call('GET', `/v25.0/${String(id)}`)).status).toBe(200);
    await world.settings({ clockOffsetMs: 31 * 86_400_000 });
    expect((await world.call('GET', `/v25.0/${String(id)}`)).status).toBe(400);
  });

  it('is not found under a forged address', async () => {
    const { id } = (await upload('image/png')).body;
    const { url } = (await world.call('GET', `/v25.0/${String(id)}`)).body;
    expect((await world.call('GET', String(url).replace(/hash=.*/, 'hash=forged'))).status).toBe(404);
  });

  it('belongs to one number', async () => {
    const { id } = (await upload('image/png')).body;
    expect((await world.call('GET', `/v25.0/${String(id)}?phone_number_id=999`)).status).toBe(400);
  });

  it('is refused without product, of an unknown type, empty or too large', async () => {
    expect(
      errorOf(await upload('image/png', undefined, { type: 'image/png' })).error_data?.details,
    ).toContain('messaging_product');
    expect(errorOf(await upload('image/avif')).error_data?.details).toContain(
      "Received file of type 'image/avif'",
    );
    expect(errorOf(await upload('image/png', new Uint8Array(0))).code).toBe(131053);
    expect(errorOf(await upload('image/png', new Uint8Array(6 * 1024 * 1024))).code).toBe(131053);
    expect((await world.call('POST', `/v25.0/${demo.phoneNumberId}/media`, { file: 'x' })).status).toBe(400);
  });

  it('with content of another type is taken and fails when it is sent', async () => {
    await world.write();
    const { id } = (await upload('image/jpeg')).body;
    const wamid = await world.send({ type: 'image', image: { id } });
    expect(await world.receiver.until(() => world.receiver.status(wamid, 'failed'))).toMatchObject({
      errors: [{ code: 131053 }],
    });
  });

  it('is delivered when everything fits', async () => {
    await world.write();
    const { id } = (await upload('image/png')).body;
    const wamid = await world.send({ type: 'image', image: { id, caption: 'Look' } });
    await world.receiver.until(() => world.receiver.status(wamid, 'delivered'));
  });
});
