import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO } from '../demo.ts';
import { startStack, type Stack } from './stack.ts';

describe('startStack', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.stop());

  it('wires simulator, api and database: what a person writes arrives as a raw event', async () => {
    await stack.simulator.inbound({ from: '15550001111', name: 'Ada', text: 'no keyword' });
    const event = await stack.waitFor(async () => {
      const [row] = await stack.sql`select body from private.webhook_events limit 1`;
      return row;
    });
    expect(String(event.body)).toContain('15550001111');
  });

  it('signs tokens that the api takes', async () => {
    const response = await fetch(`${stack.urls.api}/v1/me`, {
      headers: { authorization: `Bearer ${await stack.token('agent@demo.test')}` },
    });
    expect(response.status).toBe(200);
    expect(JSON.stringify(await response.json())).toContain('agent@demo.test');
  });

  it('kills a part with SIGKILL and starts it again on the same port', async () => {
    const before = stack.pid('api');
    await stack.kill('api');
    expect(stack.pid('api')).toBeUndefined();
    await expect(fetch(`${stack.urls.api}/healthz`)).rejects.toThrow();

    await stack.start('api');

    expect(stack.pid('api')).not.toBe(before);
    expect((await fetch(`${stack.urls.api}/readyz`)).status).toBe(200);
  });

  it('refuses to kill a shared server', () => {
    expect(() => stack.kill('temporal')).toThrow('This stack has no temporal of its own');
  });
});

describe('startStack with a Supabase gateway', () => {
  it('signs a demo user in by password, and the api takes the token', async () => {
    const stack = await startStack({ supabase: true, without: ['worker', 'simulator'] });
    const signIn = await fetch(`${stack.urls.supabase}/auth/v1/token?grant_type=password`, {
      method: 'POST',
      headers: { apikey: DEMO.publishableKey, 'content-type': 'application/json' },
      body: JSON.stringify({ email: DEMO.users[0], password: DEMO.password }),
    });
    expect(signIn.status).toBe(200);
    const { access_token: token } = (await signIn.json()) as { access_token: string };
    const me = await fetch(`${stack.urls.api}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(me.status).toBe(200);
    await stack.stop();
  });
});
