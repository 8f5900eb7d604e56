import { request } from 'node:http';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Json } from '../model.ts';
import { demo } from '../seed.ts';
import type { World } from '../testing/simulator-client.ts';
import { errorOf, MAYA, startWorld } from '../testing/simulator-client.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const text = { to: MAYA, type: 'text', text: { body: 'Hello' } };
const lastInbound = () => world.receiver.items.filter(({ kind }) => kind === 'message').at(-1)?.value;
const buttons = {
  type: 'interactive',
  interactive: {
    type: 'button',
    body: { text: 'What can we do?' },
    action: { buttons: [{ type: 'reply', reply: { id: 'book', title: 'Book a visit' } }] },
  },
};
const list = {
  type: 'interactive',
  interactive: {
    type: 'list',
    body: { text: 'Which day?' },
    action: { button: 'Days', sections: [{ rows: [{ id: 'mo', title: 'Monday', description: '9 to 5' }] }] },
  },
};

describe('pressing what was sent', () => {
  beforeEach(() => world.write());
  const press = (body: Json) => world.control('POST', 'inbound', { from: MAYA, ...body });

  it('answers with the button and quotes the message', async () => {
    const wamid = await world.send(buttons);
    await press({ press: { wamid, id: 'book' } });
    const message = await world.receiver.until(() => lastInbound()?.type === 'interactive' && lastInbound());
    expect(message).toMatchObject({
      context: { from: '15550100001', id: wamid },
      interactive: { type: 'button_reply', button_reply: { id: 'book', title: 'Book a visit' } },
    });
  });

  it('answers with the row of a list', async () => {
    const wamid = await world.send(list);
    await press({ press: { wamid, id: 'mo' } });
    const message = await world.receiver.until(() => lastInbound()?.type === 'interactive' && lastInbound());
    expect(message).toMatchObject({
      interactive: { type: 'list_reply', list_reply: { id: 'mo', title: 'Monday', description: '9 to 5' } },
    });
  });

  it('answers with payload and text of a template button; without a payload the text stands for it', async () => {
    const wamid = await world.send({
      type: 'template',
      template: {
        name: 'weekly_offer',
        language: { code: 'en_US' },
        components: [
          {
            type: 'body',
            parameters: [
              { type: 'text', text: 'Maya' },
              { type: 'text', text: '20%' },
            ],
          },
          {
            type: 'button',
            sub_type: 'quick_reply',
            index: 0,
            parameters: [{ type: 'payload', payload: 'SHOW' }],
          },
        ],
      },
    });
    await press({ quickReply: { wamid, index: 0 } });
    const first = await world.receiver.until(() => lastInbound()?.type === 'button' && lastInbound());
    expect(first).toMatchObject({ context: { id: wamid }, button: { payload: 'SHOW', text: 'Show me' } });
    await press({ quickReply: { wamid, index: 1 } });
    await world.receiver.until(() => (lastInbound()?.button as Json | undefined)?.payload === 'Stop');
  });

  it('refuses a choice that is not there, in a sentence', async () => {
    const wamid = await world.send(buttons);
    const answer = await press({ press: { wamid, id: 'nothing' } });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      error: expect.stringContaining('no button or row with the id "nothing"') as string,
      field: 'press.id',
    });
    expect((await press({ press: { wamid: 'wamid.unknown', id: 'x' } })).status).toBe(422);
  });

  it('refuses someone else’s message', async () => {
    const wamid = await world.send(buttons);
    const answer = await world.control('POST', 'inbound', {
      from: '15550000009',
      press: { wamid, id: 'book' },
    });
    expect(answer.status).toBe(422);
  });
});

describe('a WhatsApp Flow', () => {
  const flow = {
    type: 'interactive',
    interactive: {
      type: 'flow',
      body: { text: 'Tell us when' },
      action: {
        name: 'flow',
        parameters: {
          flow_message_version: '3',
          flow_id: '4242',
          flow_cta: 'Choose a day',
          flow_token: 'tok-1',
          flow_action: 'navigate',
          flow_action_payload: { screen: 'DAYS', data: { name: 'Maya' } },
        },
      },
    },
  };

  it('opens with its data and comes back with token and answers', async () => {
    await world.write();
    const wamid = await world.send(flow);
    const thread = await world.control('GET', `thread?with=${MAYA}`);
    expect((thread.body.items as Json[]).at(-1)).toMatchObject({
      bubble: {
        buttons: [{ kind: 'form', title: 'Choose a day' }],
        form: { screen: 'DAYS', data: { name: 'Maya' } },
      },
    });
    await world.control('POST', 'inbound', {
      from: MAYA,
      form: { wamid, answers: { day: 'mon', guests: 2, extras: ['bow'] } },
    });
    const message = await world.receiver.until(() => lastInbound()?.type === 'interactive' && lastInbound());
    expect(message).toMatchObject({
      context: { from: '15550100001', id: wamid },
      interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent' } },
    });
    const { nfm_reply } = message.interactive as { nfm_reply: { response_json: string } };
    expect(JSON.parse(nfm_reply.response_json)).toEqual({
      flow_token: 'tok-1',
      day: 'mon',
      guests: 2,
      extras: ['bow'],
    });
  });

  it('is refused where the message opens none', async () => {
    await world.write();
    const wamid = await world.sendText();
    const answer = await world.control('POST', 'inbound', { from: MAYA, form: { wamid, answers: {} } });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'no_form', field: 'form.wamid' });
  });
});

describe('any inbound message', () => {
  it('passes as it is, with its own id', async () => {
    const message = {
      id: 'wamid.OWN',
      type: 'location',
      location: { latitude: 1, longitude: 2 },
      context: { forwarded: true },
    };
    const answer = await world.control('POST', 'inbound', { from: MAYA, message });
    expect([answer.status, answer.body]).toEqual([202, { wamid: 'wamid.OWN' }]);
    expect(await world.receiver.until(lastInbound)).toMatchObject(message);
  });

  it('gets a file that can be downloaded with the token when it is a picture', async () => {
    await world.control('POST', 'inbound', {
      from: MAYA,
      message: { type: 'image', image: { caption: 'Look' } },
    });
    const { image } = (await world.receiver.until(lastInbound)) as {
      image: { id: string; url: string; mime_type: string };
    };
    expect(image).toMatchObject({ caption: 'Look', mime_type: 'image/png' });
    const download = await world.call('GET', image.url);
    expect([download.status, download.headers.get('content-type')]).toEqual([200, 'image/png']);
  });
});

describe('request faults', () => {
  it('error: answers it once, with Retry-After, and counts it', async () => {
    await world.fault({
      match: { to: MAYA },
      times: 1,
      action: { error: { status: 429, code: 130429, subcode: 2494055, retryAfter: 2 } },
    });
    const answer = await world.post(text);
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(errorOf(answer)).toMatchObject({
      code: 130429,
      error_subcode: 2494055,
      message: '(#130429) Rate limit hit',
    });
    expect((await world.post(text)).status).toBe(200);
    expect(await world.stats()).toMatchObject({ accepted: 1, rejected: { 130429: 1 } });
  });

  it('error with a text: answers what a proxy would, without JSON', async () => {
    await world.fault({ match: {}, times: 1, action: { error: { status: 502, text: 'Bad Gateway' } } });
    const answer = await world.post(text);
    expect([answer.status, answer.body]).toEqual([502, { text: 'Bad Gateway' }]);
  });

  it('dropBefore: the connection ends and nothing is accepted', async () => {
    await world.fault({ match: { type: 'text' }, times: 1, action: { dropBefore: true } });
    await expect(world.post(text)).rejects.toThrow();
    expect((await world.stats()).accepted).toBe(0);
    expect((await world.post(text)).status).toBe(200);
  });

  it('timeoutAfterAccept: no answer, but the message is on its way', async () => {
    await world.write();
    await world.fault({ match: {}, times: 1, action: { timeoutAfterAccept: true } });
    const controller = new AbortController();
    const answered = fetch(`${world.simulator.url}/v25.0/${demo.phoneNumberId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${demo.accessToken}` },
      body: JSON.stringify({
        messaging_product: 'whatsapp',
        ...text,
        biz_opaque_callback_data: 'lost-answer',
      }),
      signal: controller.signal,
    }).then(
      () => 'answered',
      () => 'no answer',
    );
    await world.receiver.until(() =>
      world.receiver.items.find(
        ({ value }) => value.biz_opaque_callback_data === 'lost-answer' && value.status === 'delivered',
      ),
    );
    controller.abort();
    expect(await answered).toBe('no answer');
    expect((await world.stats()).accepted).toBe(1);
  });

  it('delayMs: the status may come before the answer', async () => {
    await world.write();
    await world.fault({ match: {}, times: 1, action: { delayMs: 150 } });
    let isAnswered = false;
    const sending = world
      .sendText('late', { biz_opaque_callback_data: 'late' })
      .then(() => (isAnswered = true));
    await world.receiver.until(() =>
      world.receiver.items.find(({ value }) => value.biz_opaque_callback_data === 'late'),
    );
    expect(isAnswered).toBe(false);
    await sending;
  });

  it('failAfterAccept: accepted, then failed with the code', async () => {
    await world.write();
    await world.fault({ match: {}, times: 1, action: { failAfterAccept: { code: 131049 } } });
    const wamid = await world.sendText();
    expect(await world.receiver.until(() => world.receiver.status(wamid, 'failed'))).toMatchObject({
      errors: [{ code: 131049 }],
    });
  });

  it('strike other people not at all, and nobody once deleted', async () => {
    const one = await world.fault({
      match: { to: '15550000002' },
      action: { error: { status: 400, code: 131000 } },
    });
    expect((await world.post(text)).status).toBe(200);
    expect((await world.post({ ...text, to: '15550000002' })).status).toBe(400);
    expect((await world.control('DELETE', `faults/${String(one.body.id)}`)).status).toBe(200);
    expect((await world.post({ ...text, to: '15550000002' })).status).toBe(200);
    expect((await world.control('DELETE', `faults/${String(one.body.id)}`)).status).toBe(404);
  });
});

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
