import { createHmac } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { demo } from '../seed.ts';
import type { Item } from '../testing/receiver.ts';
import type { World } from '../testing/simulator-client.ts';
import { MAYA, startWorld } from '../testing/simulator-client.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const inbound = () => world.receiver.items.filter(({ kind }) => kind === 'message');
const statuses = (wamid: string) =>
  world.receiver.items.filter(({ value }) => value.id === wamid).map(({ value }) => value.status);
const texts = (items: Item[]) => items.map(({ value }) => (value.text as { body: string }).body);

describe('an inbound message', () => {
  it('comes in the envelope of the Cloud API', async () => {
    const wamid = await world.write('hi', { timestamp: 1_790_000_000 });
    await world.receiver.until(() => inbound()[0]);
    expect(world.receiver.received[0]?.body).toMatchObject({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: demo.wabaId,
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: '15550100001', phone_number_id: demo.phoneNumberId },
                contacts: [
                  {
                    profile: { name: 'Maya' },
                    wa_id: MAYA,
                    user_id: expect.stringMatching(/^US\.\d+$/) as string,
                  },
                ],
                messages: [
                  { from: MAYA, id: wamid, timestamp: '1790000000', type: 'text', text: { body: 'hi' } },
                ],
              },
            },
          ],
        },
      ],
    });
  });

  it('is signed over its raw bytes, which are escaped as Meta does it', async () => {
    await world.write('é/🙂');
    const received = await world.receiver.until(() => world.receiver.received[0]);
    expect(received.raw.toString('latin1')).toContain('"body":"\\u00e9\\/\\ud83d\\ude42"');
    const expected = createHmac('sha256', demo.appSecret).update(received.raw).digest('hex');
    expect(received.headers['x-hub-signature-256']).toBe(`sha256=${expected}`);
    expect(received.headers['content-type']).toBe('application/json');
  });

  it('of a person who hides the number carries the user id only', async () => {
    await world.write('hi', { phoneHidden: true, username: 'maya.b' });
    const { value, change } = await world.receiver.until(() => inbound()[0]);
    expect(value).not.toHaveProperty('from');
    expect(value.from_user_id).toMatch(/^US\./);
    expect(change.contacts).toEqual([
      { profile: { name: 'Maya', username: 'maya.b' }, user_id: value.from_user_id },
    ]);
  });

  it('is not sent while the app is not subscribed to the account', async () => {
    await world.call('DELETE', `/v25.0/${demo.wabaId}/subscribed_apps`);
    await world.write('lost');
    await world.call('POST', `/v25.0/${demo.wabaId}/subscribed_apps`);
    await world.write('kept');
    await world.receiver.until(() => inbound()[0]);
    expect(texts(inbound())).toEqual(['kept']);
  });
});

describe('statuses of a message', () => {
  beforeEach(async () => {
    await world.write();
    await world.receiver.until(() => inbound()[0]);
  });

  it('are sent and delivered, with callback data, recipient and pricing', async () => {
    const wamid = await world.sendText('Hello', { biz_opaque_callback_data: 'row-1' });
    const delivered = await world.receiver.until(() => world.receiver.status(wamid, 'delivered'));
    expect(statuses(wamid)).toEqual(['sent', 'delivered']);
    expect(delivered).toMatchObject({
      recipient_id: MAYA,
      biz_opaque_callback_data: 'row-1',
      timestamp: expect.stringMatching(/^\d{10}$/) as string,
      pricing: { pricing_model: 'PMP', category: 'service' },
    });
    expect(delivered).not.toHaveProperty('conversation');
  });

  it('end with read once the person reads, without pricing a third time', async () => {
    const wamid = await world.sendText();
    await world.receiver.until(() => world.receiver.status(wamid, 'delivered'));
    expect((await world.control('POST', 'read', { to: MAYA })).body).toEqual({ read: 1 });
    expect(await world.receiver.until(() => world.receiver.status(wamid, 'read'))).not.toHaveProperty(
      'pricing',
    );
    expect((await world.control('POST', 'read', { to: MAYA })).body).toEqual({ read: 0 });
  });

  it('skip delivered when the chat stands open', async () => {
    await world.settings({ deliverAfterMs: 60_000 });
    const wamid = await world.sendText();
    await world.control('POST', 'read', { to: MAYA, wamid });
    expect(await world.receiver.until(() => world.receiver.status(wamid, 'read'))).toHaveProperty('pricing');
    expect(statuses(wamid).toSorted()).toEqual(['read', 'sent']);
  });

  it('are read by themselves where that is set', async () => {
    await world.settings({ readAfterMs: 1 });
    const wamid = await world.sendText();
    await world.receiver.until(() => world.receiver.status(wamid, 'read'));
  });

  it('stop at sent while the phone is off', async () => {
    await world.settings({ deliverAfterMs: null });
    const wamid = await world.sendText();
    await world.receiver.until(() => world.receiver.status(wamid, 'sent'));
    expect((await world.control('GET', 'outbound')).body.items).toMatchObject([{ wamid, status: 'sent' }]);
  });

  it('go to a user id without recipient_id', async () => {
    await world.settings({ windowCheck: 'off' });
    const wamid = await world.send({
      to: undefined,
      recipient: 'US.1234',
      type: 'text',
      text: { body: 'x' },
    });
    const sent = await world.receiver.until(() => world.receiver.status(wamid, 'sent'));
    expect(sent).toMatchObject({ recipient_user_id: 'US.1234' });
    expect(sent).not.toHaveProperty('recipient_id');
  });
});

describe('a webhook that is not answered with 200', () => {
  it('is repeated with the same bytes until it is', async () => {
    let failures = 3;
    world.receiver.answerWith(() => (failures-- > 0 ? 503 : 200));
    await world.write();
    await world.receiver.until(() => inbound()[0]);
    const bodies = world.receiver.received.map(({ raw }) => raw.toString('latin1'));
    expect(bodies).toHaveLength(4);
    expect(new Set(bodies).size).toBe(1);
    expect((await world.stats()).webhooks).toMatchObject({ sent: 1, retried: 3, failed: 0 });
  });

  it('holds back later messages of its conversation and nobody else', async () => {
    let failures = 2;
    world.receiver.answerWith(({ raw }) => (raw.includes('first') && failures-- > 0 ? 500 : 200));
    await world.write('first');
    await world.write('second');
    await world.write('other', { from: '15550000002' });
    await world.receiver.until(() => inbound().length === 3);
    expect(texts(inbound())).toEqual(['other', 'first', 'second']);
  });

  it('is given up after the time that is set, and the next message goes on', async () => {
    await world.settings({ webhookRetryForMs: 0 });
    world.receiver.answerWith(({ raw }) => (raw.includes('first') ? 500 : 200));
    await world.write('first');
    await world.write('second');
    await world.receiver.until(() => inbound()[0]);
    expect(texts(inbound())).toEqual(['second']);
    expect((await world.stats()).webhooks.failed).toBe(1);
  });
});

describe('webhook faults', () => {
  it('duplicate: the same webhook comes twice', async () => {
    await world.fault({ match: { to: MAYA }, times: 1, action: { webhook: 'duplicate' } });
    const wamid = await world.write();
    await world.receiver.until(() => inbound().length === 2);
    expect(inbound().map(({ value }) => value.id)).toEqual([wamid, wamid]);
  });

  it('reorder: messages come in reverse', async () => {
    await world.fault({ match: {}, action: { webhook: 'reorder', n: 3, ms: 5_000 } });
    for (const text of ['1', '2', '3']) await world.write(text);
    await world.receiver.until(() => inbound().length === 3);
    expect(texts(inbound())).toEqual(['3', '2', '1']);
  });

  it('batch: several people travel in one webhook', async () => {
    await world.fault({ match: {}, action: { webhook: 'batch', n: 3, ms: 5_000 } });
    for (const from of ['15550000001', '15550000002', '15550000003']) await world.write('hi', { from });
    await world.receiver.until(() => inbound().length === 3);
    expect(world.receiver.received).toHaveLength(1);
  });

  it('batch: what has come goes out when the time is over', async () => {
    await world.fault({ match: {}, action: { webhook: 'batch', n: 50, ms: 20 } });
    await world.write('1');
    await world.write('2');
    await world.receiver.until(() => inbound().length === 2);
  });

  it('drop: it never comes; by status name it strikes only that status', async () => {
    await world.write();
    await world.fault({ match: { type: 'sent' }, times: 1, action: { webhook: 'drop' } });
    const wamid = await world.sendText();
    await world.receiver.until(() => world.receiver.status(wamid, 'delivered'));
    expect(statuses(wamid)).toEqual(['delivered']);
    expect((await world.stats()).webhooks.dropped).toBe(1);
  });

  it('delay: later ones overtake it', async () => {
    await world.write();
    await world.fault({ match: { type: 'sent' }, times: 1, action: { webhook: 'delay', ms: 100 } });
    const wamid = await world.sendText();
    await world.receiver.until(() => world.receiver.status(wamid, 'sent'));
    expect(statuses(wamid)).toEqual(['delivered', 'sent']);
  });
});

describe('a backlog', () => {
  it('drains in shared requests when all connections are busy, nothing lost and nothing twice', async () => {
    await world.settings({ windowCheck: 'off', webhookConcurrency: 1, webhookBatchMax: 50 });
    const wamids = await Promise.all(Array.from({ length: 200 }, () => world.sendText()));
    const done = () => world.receiver.items.filter(({ value }) => value.status === 'delivered');
    await world.receiver.until(() => done().length === 200);
    expect(
      done()
        .map(({ value }) => value.id)
        .toSorted(),
    ).toEqual(wamids.toSorted());
    expect(world.receiver.items).toHaveLength(400);
    expect(world.receiver.received.length).toBeLessThan(400);
  });
});
