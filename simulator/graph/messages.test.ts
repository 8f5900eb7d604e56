import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { demo } from '../seed.ts';
import type { World } from '../testing/simulator-client.ts';
import { errorOf, MAYA, startWorld, wamidOf } from '../testing/simulator-client.ts';
import { commerceWireCases } from './wire-cases-commerce.ts';
import { richWireCases } from './wire-cases-rich.ts';
import { wireCases } from './wire-cases.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const text = { to: MAYA, type: 'text', text: { body: 'Hello' } };

describe('POST /messages', () => {
  it.each([...wireCases, ...richWireCases, ...commerceWireCases])('$name', async ({ body, refusal }) => {
    const answer = await world.post(body);
    if (refusal === null) {
      expect(answer.body).toMatchObject({ messaging_product: 'whatsapp', contacts: [{ wa_id: MAYA }] });
      expect(wamidOf(answer)).toMatch(/^wamid\.[A-Za-z0-9+/]+=*$/);
      return;
    }
    expect(errorOf(answer)).toMatchObject({ code: refusal.code, type: 'OAuthException' });
    expect(answer.status).toBe(refusal.status ?? 400);
    expect(errorOf(answer).error_data?.details ?? '').toContain(refusal.details ?? '');
  });

  it('repeats the address as it was written and answers with the digits', async () => {
    const { body } = await world.post({ ...text, to: '+1 555 123 4567' });
    expect(body.contacts).toEqual([{ input: '+1 555 123 4567', wa_id: MAYA }]);
  });

  it('gives every message an id of its own', async () => {
    const wamids = await Promise.all(Array.from({ length: 50 }, () => world.sendText()));
    expect(new Set(wamids).size).toBe(50);
  });

  it('answers a send to a user id without a wa_id', async () => {
    const { body } = await world.post({ recipient: 'US.1234', type: 'text', text: { body: 'x' } });
    expect(body.contacts).toEqual([{ input: 'US.1234', user_id: 'US.1234' }]);
  });

  it('takes any version and the unversioned path', async () => {
    for (const prefix of ['/v19.0', '/v26.0', '']) {
      const answer = await world.call('POST', `${prefix}/${demo.phoneNumberId}/messages`, {
        messaging_product: 'whatsapp',
        ...text,
      });
      expect(answer.status).toBe(200);
    }
  });

  it('refuses a body that is no JSON with code 100', async () => {
    const answer = await world.call('POST', `/v25.0/${demo.phoneNumberId}/messages`, '{');
    expect(errorOf(answer).code).toBe(100);
  });
});

describe('who may send', () => {
  it('answers 401 and code 104 without a token', async () => {
    const answer = await world.call('POST', `/v25.0/${demo.phoneNumberId}/messages`, text, {
      authorization: '',
    });
    expect([answer.status, errorOf(answer).code]).toEqual([401, 104]);
  });

  it('answers 401 and code 190 to a wrong token', async () => {
    const answer = await world.call('POST', `/v25.0/${demo.phoneNumberId}/messages`, text, {
      authorization: 'Bearer wrong',
    });
    expect([answer.status, errorOf(answer).code]).toEqual([401, 190]);
  });

  it('answers subcode 463 once the token has expired', async () => {
    await world.settings({ tokenState: 'expired' });
    expect(errorOf(await world.post(text))).toMatchObject({ code: 190, error_subcode: 463 });
  });

  it('answers 100/33 for a number that does not exist', async () => {
    const answer = await world.call('POST', '/v25.0/123123/messages', text);
    expect(errorOf(answer)).toMatchObject({ code: 100, error_subcode: 33, type: 'GraphMethodException' });
    expect(errorOf(answer).message).toContain("Object with ID '123123' does not exist");
  });

  it('answers 133010 for a number that is not registered', async () => {
    await world.call('POST', `/v25.0/${demo.phoneNumberId}/deregister`);
    expect(errorOf(await world.post(text)).code).toBe(133010);
  });

  it('answers 131030 to a test account that writes to a stranger', async () => {
    await world.settings({ allowedRecipients: ['15550000000'] });
    expect(errorOf(await world.post(text)).code).toBe(131030);
  });
});

describe('limits', () => {
  it('answers 130429 above the throughput and accepts nothing then', async () => {
    await world.settings({ throughput: 5 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.post(text)));
    const refused = answers.filter((answer) => answer.status !== 200);
    expect(refused.length).toBeGreaterThanOrEqual(12);
    expect(refused.map((answer) => errorOf(answer).code)).toEqual(refused.map(() => 130429));
    expect((await world.stats()).accepted).toBe(20 - refused.length);
  });

  it('answers 131056 to the message after the burst to one person, not to another person', async () => {
    await world.settings({ pairLimit: { burst: 3, refillMs: 60_000 } });
    for (let sent = 0; sent < 3; sent += 1) await world.sendText();
    expect(errorOf(await world.post(text)).code).toBe(131056);
    expect((await world.post({ ...text, to: '15550000002' })).status).toBe(200);
  });

  it('answers throttling with 429 where that is set', async () => {
    await world.settings({ pairLimit: 1, throttleStatus: 429 });
    await world.sendText();
    expect((await world.post(text)).status).toBe(429);
  });
});

describe('the 24-hour window', () => {
  it('accepts a text to someone who never wrote and fails it later with 131047', async () => {
    const wamid = await world.sendText('Hello', { biz_opaque_callback_data: 'row-1' });
    const failed = await world.receiver.until(() => world.receiver.status(wamid, 'failed'));
    expect(failed).toMatchObject({
      biz_opaque_callback_data: 'row-1',
      errors: [{ code: 131047, title: 'Re-engagement message' }],
    });
    expect(failed).not.toHaveProperty('pricing');
    expect(world.receiver.status(wamid, 'sent')).toBeUndefined();
  });

  it('refuses at once where that is set', async () => {
    await world.settings({ windowCheck: 'sync' });
    expect(errorOf(await world.post(text)).code).toBe(131047);
  });

  it('opens with a message of the person and closes 24 hours after it', async () => {
    await world.write();
    const inside = await world.sendText();
    await world.receiver.until(() => world.receiver.status(inside, 'delivered'));
    await world.settings({ clockOffsetMs: 24 * 3_600_000 });
    const outside = await world.sendText();
    await world.receiver.until(() => world.receiver.status(outside, 'failed'));
  });

  it('does not hold templates back', async () => {
    const wamid = await world.send({
      type: 'template',
      template: {
        name: 'thanks_update',
        language: { code: 'en_US' },
        components: [{ type: 'body', parameters: [{ type: 'text', text: 'Maya' }] }],
      },
    });
    expect(await world.receiver.until(() => world.receiver.status(wamid, 'delivered'))).toMatchObject({
      pricing: { pricing_model: 'PMP', category: 'utility' },
    });
  });
});

describe('what Meta finds out later', () => {
  beforeEach(() => world.write());

  it.each([
    ['a person without WhatsApp', { unreachable: [MAYA] }, { type: 'text', text: { body: 'x' } }, 131026],
    [
      'a picture link of a type that WhatsApp does not know',
      {},
      { type: 'image', image: { link: 'https://example.com/a.avif' } },
      131053,
    ],
    [
      'a reaction to a message that is gone',
      {},
      { type: 'reaction', reaction: { message_id: 'wamid.gone', emoji: '👍' } },
      131009,
    ],
  ])('%s', async (_name, settings, body, code) => {
    await world.settings(settings);
    const wamid = await world.send(body);
    const failed = await world.receiver.until(() => world.receiver.status(wamid, 'failed'));
    expect(failed.errors).toMatchObject([{ code }]);
  });

  it('tells only `sent` of a reaction', async () => {
    const target = await world.write('like this?');
    const wamid = await world.send({ type: 'reaction', reaction: { message_id: target, emoji: '👍' } });
    const later = await world.sendText();
    await world.receiver.until(() => world.receiver.status(later, 'delivered'));
    expect(
      world.receiver.items.filter(({ value }) => value.id === wamid).map(({ value }) => value.status),
    ).toEqual(['sent']);
  });
});

describe('marking as read', () => {
  const markRead = (message_id: unknown, more = {}) => world.post({ status: 'read', message_id, ...more });

  it('answers success, with typing dots too', async () => {
    const wamid = await world.write();
    expect((await markRead(wamid, { typing_indicator: { type: 'text' } })).body).toEqual({ success: true });
    const thread = (await world.control('GET', `thread?with=${MAYA}`)).body.items;
    expect(thread).toMatchObject([{ wamid, status: 'read' }]);
  });

  it('refuses an id that nobody sent', async () => {
    expect(errorOf(await markRead('12345')).error_data?.details).toContain(
      'Please check the message ID you have provided.',
    );
  });

  it('refuses a message of our own', async () => {
    const wamid = await world.sendText();
    expect(errorOf(await markRead(wamid)).error_data?.details).toContain(
      'is outgoing. Please use an incoming message ID.',
    );
  });
});
