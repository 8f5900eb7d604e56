/** A picture that is kept here, sent by a flow: over the real API, Storage, worker and gate, to what the simulator holds. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MediaFile } from '../core/api/media.ts';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import { DEMO } from '../local/demo.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';
import { demo as meta } from '../simulator/seed.ts';
import { apiClient } from './api-client.ts';
import { person } from './person.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ supabase: true });
});
afterAll(() => stack?.stop());

it('reaches everybody who comes there, with one upload to Meta', async () => {
  const { id: fileId, name } = await upload('menu.png');
  await apiClient(stack).publish('Menu', {
    nodes: {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'menu' }] }),
      picture: sampleNode('send-media', 300, 0, {
        ...{ kind: 'image', source: { by: 'file', fileId, name } },
        caption: 'For {{ contact.name }}',
      }),
      end: sampleNode('exit', 600, 0, { outcome: 'completed', reason: 'Shown' }),
    },
    edges: edgesFrom([
      ['start', 'next', 'picture'],
      ['picture', 'sent', 'end'],
    ]),
  });
  const pictures: { id: string; caption: string }[] = [];
  for (const [at, who] of ['Maya', 'Noah'].entries()) {
    const someone = person(stack, `1555010950${at}`, who);
    await someone.says('menu');
    const { body } = await someone.gets('');
    expect(body).toMatchObject({ type: 'image', image: { caption: `For ${who}` } });
    pictures.push(body['image'] as (typeof pictures)[number]);
  }
  expect(pictures[1]!.id).toBe(pictures[0]!.id);
  expect(await bytesAtMeta(pictures[0]!.id)).toEqual(PNG);
  expect(await stack.simulator.stats()).toMatchObject({ accepted: 2, rejected: {} });
});

async function upload(name: string): Promise<MediaFile> {
  const answer = await fetch(`${stack.urls.api}/v1/orgs/${demo.orgId}/media?name=${name}&keep=true`, {
    method: 'POST',
    headers: { authorization: `Bearer ${DEMO.apiKey}` },
    body: new Uint8Array(PNG),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as MediaFile;
}

async function bytesAtMeta(mediaId: string): Promise<Buffer> {
  const headers = { authorization: `Bearer ${meta.accessToken}` };
  const known = await fetch(`${stack.urls.graph}/v25.0/${mediaId}`, { headers });
  const { url } = (await known.json()) as { url: string };
  return Buffer.from(await (await fetch(url, { headers })).arrayBuffer());
}
