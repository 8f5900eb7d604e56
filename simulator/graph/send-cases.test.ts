import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Json } from '../model.ts';
import { demo, demoCatalog } from '../seed.ts';
import type { World } from '../testing/simulator-client.ts';
import { errorOf, startWorld, wamidOf } from '../testing/simulator-client.ts';

interface SendCase {
  name: string;
  body: Json;
  endpoint?: string;
  needs?: string;
  needs_template?: string;
  media_ids?: string[];
  expect: { http: number; code?: number; or_code?: number[]; details_contains?: string };
}

interface SendCases {
  accept: SendCase[];
  must_reject: SendCase[];
  templates: Record<string, { definition: Json }>;
}

// Send bodies from the field, kept outside the repository. The wire cases beside this file stand on their own.
const folder =
  process.env.PARLEY_FIXTURES ?? resolve(import.meta.dirname, '../../../shared/fixtures/whatsapp');
const file = resolve(folder, 'send-cases.json');
const isThere = existsSync(file);
if (!isThere)
  console.warn(`send cases: ${file} isn't there, so they are not run; set PARLEY_FIXTURES to their folder.`);
const cases = isThere
  ? (JSON.parse(readFileSync(file, 'utf8')) as SendCases)
  : { accept: [], must_reject: [], templates: {} };

const MIME_TYPES: Record<string, string> = {
  image: 'image/jpeg',
  audio: 'audio/mpeg',
  video: 'video/mp4',
  document: 'application/pdf',
  sticker: 'image/webp',
};

let world: World;
/** Ids in the cases -> ids of files that are there. */
const mediaIds = new Map<string, string>();

beforeAll(async () => {
  world = await startWorld();
  await world.reset();
  for (const { definition } of Object.values(cases.templates)) {
    const answer = await world.call('POST', `/v25.0/${demo.wabaId}/message_templates`, definition);
    expect(answer.status, `${String(definition.name)}: ${JSON.stringify(answer.body)}`).toBe(200);
    await world.control('POST', 'templates', {
      name: definition.name,
      language: definition.language,
      status: 'APPROVED',
    });
  }
  for (const one of [...cases.accept, ...cases.must_reject]) {
    if (typeof one.body.to === 'string' || typeof one.body.to === 'number') {
      await world.write('hi', { from: String(one.body.to).replace(/\D/g, '') || '15551234567' });
    }
  }
});
afterAll(() => world.close());

async function upload(id: string, body: Json): Promise<string> {
  const known = mediaIds.get(id);
  if (known !== undefined) return known;
  const kind =
    Object.keys(MIME_TYPES).find((name) => JSON.stringify(body).includes(`"${name}":{"id":"${id}"`)) ??
    'image';
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('type', MIME_TYPES[kind] ?? '');
  form.set('file', new Blob(['content'], { type: MIME_TYPES[kind] }), 'file');
  const answer = await world.call('POST', `/v25.0/${demo.phoneNumberId}/media`, form);
  mediaIds.set(id, String(answer.body.id));
  return String(answer.body.id);
}

/** The catalogue that a body names, with its products. */
async function connectCatalog(json: string): Promise<void> {
  const valuesOf = (key: string) =>
    [...json.matchAll(new RegExp(`"${key}":"([^"]+)"`, 'g'))].map((m) => m[1]);
  const ids = [...valuesOf('product_retailer_id'), ...valuesOf('thumbnail_product_retailer_id')];
  const answer = await world.control('POST', 'catalog', {
    catalogId: valuesOf('catalog_id')[0] ?? demoCatalog.id,
    products: ids.map((id) => ({ id, name: 'A product', price: 1, currency: 'EUR' })),
  });
  expect(answer.status).toBe(200);
}

/** The body with media ids that exist and, where an inbound message is needed, the id of one. */
async function prepared({ body, media_ids = [], needs }: SendCase): Promise<Json> {
  let json = JSON.stringify(body);
  for (const id of media_ids) json = json.replaceAll(`"${id}"`, `"${await upload(id, body)}"`);
  const ready = JSON.parse(json) as Json;
  if (needs === 'catalogue') await connectCatalog(json);
  if (needs === 'inbound message that exists') ready.message_id = await world.write();
  return ready;
}

describe.runIf(isThere)('send bodies from the field', () => {
  it.each(cases.accept)('accepts: $name', async (one) => {
    const answer = await world.call(
      'POST',
      `/v25.0/${demo.phoneNumberId}/${one.endpoint ?? 'messages'}`,
      await prepared(one),
    );
    expect(answer.body).not.toHaveProperty('error');
    expect(answer.status).toBe(200);
    if (one.body.status === undefined) expect(wamidOf(answer)).toMatch(/^wamid\./);
  });

  it.each(cases.must_reject)('refuses: $name', async (one) => {
    const answer = await world.call('POST', `/v25.0/${demo.phoneNumberId}/messages`, await prepared(one));
    const error = errorOf(answer);
    expect([one.expect.code, ...(one.expect.or_code ?? [])]).toContain(error.code);
    expect(answer.status).toBe(one.expect.http);
    expect(`${error.message}\n${error.error_data?.details}`).toContain(one.expect.details_contains ?? '');
  });
});

describe.runIf(!isThere)('send bodies from the field', () => {
  it(`are not checked: ${file} isn't there`, () => {
    expect(existsSync(file)).toBe(false);
  });
});
