import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { demo } from '../seed.ts';
import { text } from '../testing/bodies.ts';
import type { World } from '../testing/simulator-client.ts';
import { errorOf, MAYA, startWorld } from '../testing/simulator-client.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

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
