import { request } from 'node:http';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Json } from '../model.ts';
import { demo } from '../seed.ts';
import { buttons, text } from '../testing/bodies.ts';
import type { World } from '../testing/simulator-client.ts';
import { MAYA, startWorld } from '../testing/simulator-client.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

describe('what was sent', () => {
  it('lists accepted bodies as they arrived, from a cursor on', async () => {
    await world.sendText('one', { biz_opaque_callback_data: 'a' });
    await world.sendText('two', { to: '15550000002' });
    const first = (await world.control('GET', 'outbound?limit=1')).body as { items: Json[]; next: number };
    expect(first.items).toMatchObject([
      {
        to: MAYA,
        type: 'text',
        callbackData: 'a',
        metaPhoneNumberId: demo.phoneNumberId,
        body: { text: { body: 'one' } },
      },
    ]);
    const second = (await world.control('GET', `outbound?after=${first.next}`)).body as {
      items: Json[];
      next: number;
    };
    expect(second.items).toMatchObject([{ to: '15550000002', callbackData: null }]);
    expect((await world.control('GET', `outbound?after=${second.next}`)).body).toEqual({
      items: [],
      next: second.next,
    });
    expect((await world.control('GET', 'outbound?to=15550000002')).body.items).toHaveLength(1);
  });

  it('counts callback data accepted twice as a duplicate', async () => {
    for (const data of ['a', 'b', 'a']) await world.sendText('x', { biz_opaque_callback_data: data });
    expect(await world.stats()).toMatchObject({ accepted: 3, duplicates: 1 });
  });

  it('shows the thread as bubbles', async () => {
    await world.write('hi');
    const wamid = await world.send(buttons);
    const { items } = (await world.control('GET', `thread?with=${MAYA}`)).body;
    expect(items).toMatchObject([
      { direction: 'inbound', bubble: { text: 'hi' } },
      {
        direction: 'outbound',
        wamid,
        bubble: { text: 'What can we do?', buttons: [{ kind: 'reply', id: 'book', title: 'Book a visit' }] },
      },
    ]);
    expect((await world.control('GET', 'conversations')).body.items).toMatchObject([
      { with: MAYA, name: 'Maya', lastText: 'What can we do?' },
    ]);
  });

  it('is gone after a reset, as are settings and faults', async () => {
    await world.sendText();
    await world.fault({ match: {}, action: { dropBefore: true } });
    await world.control('POST', 'reset');
    expect((await world.control('GET', 'outbound')).body.items).toEqual([]);
    expect((await world.control('GET', 'faults')).body.items).toEqual([]);
    expect((await world.control('GET', 'settings')).body).toMatchObject({
      throughput: 80,
      deliverAfterMs: 150,
    });
  });
});

describe('the live channel', () => {
  it('tells of messages and their statuses', async () => {
    const controller = new AbortController();
    const stream = await fetch(`${world.simulator.url}/_sim/events`, { signal: controller.signal });
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
    await world.write('hi there');
    const decoder = new TextDecoder();
    let seen = '';
    while (!(seen.includes('hi there') && seen.includes('"status":"delivered"'))) {
      const { value, done } = await reader.read();
      if (done) break;
      seen += decoder.decode(value, { stream: true });
    }
    expect(seen).toContain('event: message');
    expect(seen).toContain('event: status');
    controller.abort();
  });
});

describe('a second business number', () => {
  it('sends and receives on its own', async () => {
    const number = {
      metaPhoneNumberId: '100000000000002',
      displayPhoneNumber: '+1 555 010 0002',
      wabaId: '200000000000002',
      accessToken: 'second',
    };
    expect((await world.control('POST', 'numbers', number)).status).toBe(201);
    await world.write('hi', { metaPhoneNumberId: number.metaPhoneNumberId });
    const { change } = await world.receiver.until(() => world.receiver.items[0]);
    expect(change.metadata).toEqual({
      display_phone_number: '15550100002',
      phone_number_id: '100000000000002',
    });
    const answer = await world.call(
      'POST',
      '/v25.0/100000000000002/messages',
      { messaging_product: 'whatsapp', ...text },
      { authorization: 'Bearer second' },
    );
    expect(answer.status).toBe(200);
  });
});

describe('bad control requests', () => {
  it.each([
    ['inbound', { from: MAYA }, 'exactly one of'],
    ['inbound', { from: 'maya', text: 'x' }, '"from"'],
    ['inbound', { from: MAYA, text: 'x', metaPhoneNumberId: '42' }, 'no business number'],
    ['faults', { match: {}, action: { explode: true } }, '"action"'],
    ['faults', { match: { too: '1' }, action: { dropBefore: true } }, 'match'],
    ['settings', { delay: 5 }, 'delay'],
    ['settings', { deliverAfterMs: -1 }, '"deliverAfterMs"'],
    ['read', {}, '"to"'],
    ['templates', { name: 'nothing', status: 'PAUSED' }, 'no template'],
  ])('%s %j gets 422 with a sentence', async (path, body, words) => {
    const answer = await world.control('POST', path, body);
    expect(answer.status).toBe(422);
    expect(answer.body.error).toContain(words);
  });

  it('gets 422 for a body that is no JSON and 404 for an unknown path', async () => {
    expect((await world.control('POST', 'inbound', '{')).status).toBe(422);
    expect((await world.control('GET', 'nothing')).status).toBe(404);
  });
});

describe('other machines and other sites', () => {
  it.each([
    ['a foreign host name', { host: 'attacker.example' }],
    ['a page of another site', { origin: 'https://attacker.example' }],
  ])('%s gets 403 from control API and phone', async (_name, headers) => {
    for (const path of ['/_sim/stats', '/']) expect(await statusOf(path, headers)).toBe(403);
  });

  it('the phone page allows no inline script and no foreign source', async () => {
    const page = await world.call('GET', '/');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(String(page.body.text)).toContain('aria-label="Message"');
    expect((await world.call('GET', '/phone/app.js')).status).toBe(200);
    expect((await world.call('GET', '/phone/..%2fserver.ts')).status).toBe(404);
  });

  function statusOf(path: string, headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const call = request(`${world.simulator.url}${path}`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      call.on('error', reject);
      call.end();
    });
  }
});
