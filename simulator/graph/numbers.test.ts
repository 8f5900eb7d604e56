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

const number = `/v25.0/${demo.phoneNumberId}`;
const waba = `/v25.0/${demo.wabaId}`;

describe('phone numbers', () => {
  it('show the default fields, and others when asked for', async () => {
    const { body } = await world.call('GET', number);
    expect(body).toMatchObject({
      id: demo.phoneNumberId,
      display_phone_number: demo.displayPhoneNumber,
      quality_rating: 'GREEN',
      throughput: { level: 'HIGH' },
    });
    expect((await world.call('GET', `${number}?fields=status,name_status`)).body).toEqual({
      id: demo.phoneNumberId,
      status: 'CONNECTED',
      name_status: 'APPROVED',
    });
    expect((await world.call('GET', `${waba}/phone_numbers`)).body.data).toMatchObject([
      { id: demo.phoneNumberId },
    ]);
  });

  it('keep a business profile and refuse a text that is too long', async () => {
    const path = `${number}/whatsapp_business_profile`;
    expect(
      (
        await world.call('POST', path, {
          messaging_product: 'whatsapp',
          about: 'Open daily',
          websites: ['https://e.x'],
        })
      ).body,
    ).toEqual({ success: true });
    expect((await world.call('GET', `${path}?fields=about,websites`)).body).toEqual({
      data: [{ about: 'Open daily', websites: ['https://e.x'], messaging_product: 'whatsapp' }],
    });
    expect(
      (await world.call('POST', path, { messaging_product: 'whatsapp', about: 'x'.repeat(140) })).status,
    ).toBe(400);
  });

  it('take a webhook address of their own after its handshake', async () => {
    const configure = (token: string) =>
      world.call('POST', number, {
        webhook_configuration: { override_callback_uri: `${world.receiver.url}/own`, verify_token: token },
      });
    expect((await configure('bad')).status).toBe(400);
    expect((await configure('good')).body).toEqual({ success: true });
    expect((await world.call('GET', number)).body.webhook_configuration).toMatchObject({
      phone_number: `${world.receiver.url}/own`,
    });
    await world.write();
    await world.receiver.until(() => world.receiver.items[0]);
  });
});

describe('subscribed apps', () => {
  it('can be listed, removed and added again', async () => {
    const path = `${waba}/subscribed_apps`;
    expect((await world.call('GET', path)).body.data).toMatchObject([
      { whatsapp_business_api_data: { id: demo.appId } },
    ]);
    await world.call('DELETE', path);
    expect((await world.call('GET', path)).body).toEqual({ data: [] });
    expect((await world.call('POST', path)).body).toEqual({ success: true });
    expect((await world.call('GET', path)).body.data).toHaveLength(1);
  });
});

describe('debug_token', () => {
  const debug = (token: string, bearer: string = demo.accessToken) =>
    world.call('GET', `/v25.0/debug_token?input_token=${token}`, undefined, {
      authorization: `Bearer ${bearer}`,
    });

  it('names scopes and accounts of a good token', async () => {
    expect((await debug(demo.accessToken)).body.data).toMatchObject({
      is_valid: true,
      app_id: demo.appId,
      scopes: ['whatsapp_business_management', 'whatsapp_business_messaging'],
      granular_scopes: [{ target_ids: [demo.wabaId] }, { target_ids: [demo.wabaId] }],
    });
  });

  it('calls a wrong token invalid, also for the app itself', async () => {
    expect((await debug('wrong', `${demo.appId}|${demo.appSecret}`)).body.data).toMatchObject({
      is_valid: false,
      error: { code: 190 },
    });
  });
});

describe('anything else', () => {
  it('gets 100/33 for unknown objects and edges, 2500 for unknown paths', async () => {
    expect(errorOf(await world.call('GET', '/v25.0/123'))).toMatchObject({ code: 100, error_subcode: 33 });
    expect(errorOf(await world.call('GET', `${number}/nothing`))).toMatchObject({
      code: 100,
      error_subcode: 33,
    });
    expect(errorOf(await world.call('GET', '/v25.0/a/b/c'))).toMatchObject({ code: 2500 });
  });
});
