import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyHandshake, verifySignature } from './signature.ts';

// As Meta writes it: escaped letters and slashes. Parsed and written again, these bytes would differ.
const body = new TextEncoder().encode('{"text":"caf\\u00e9 \\/ \\ud83e\\udeb4"}');
const sign = (secret: string, bytes: Uint8Array = body) =>
  `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`;

describe('verifySignature', () => {
  it('accepts the current secret, and the previous one while it is being changed', async () => {
    expect(await verifySignature(body, sign('new'), ['new', 'old'])).toBe(true);
    expect(await verifySignature(body, sign('old'), ['new', 'old'])).toBe(true);
    const upperCase = `sha256=${sign('new').slice(7).toUpperCase()}`;
    expect(await verifySignature(body, upperCase, ['new'])).toBe(true);
  });

  it('refuses another secret, another body and one changed byte', async () => {
    expect(await verifySignature(body, sign('other'), ['new', 'old'])).toBe(false);
    expect(await verifySignature(body.slice(1), sign('new'), ['new'])).toBe(false);
    const changed = body.slice();
    changed[5] = 0x21;
    expect(await verifySignature(changed, sign('new'), ['new'])).toBe(false);
  });

  it('answers a broken header with false and never throws', async () => {
    const good = sign('new');
    const broken = [
      undefined,
      '',
      'sha256=',
      good.slice(7),
      `${good}0`,
      good.replace('sha256', 'sha1'),
      'sha256=zz',
      ' ',
    ];
    for (const header of broken) expect(await verifySignature(body, header, ['new'])).toBe(false);
    expect(await verifySignature(body, ['x'] as unknown as string, ['new'])).toBe(false);
  });

  it('trusts nothing when there is no secret', async () => {
    expect(await verifySignature(body, sign('new'), [])).toBe(false);
    expect(await verifySignature(body, sign(''), [''])).toBe(false);
  });

  it('checks an empty body like any other', async () => {
    const empty = new Uint8Array();
    expect(await verifySignature(empty, sign('new', empty), ['new'])).toBe(true);
  });
});

describe('verifyHandshake', () => {
  const query = { 'hub.mode': 'subscribe', 'hub.verify_token': 'token', 'hub.challenge': '1158201444' };

  it('answers the challenge to the right token', () => {
    expect(verifyHandshake(query, 'token')).toBe('1158201444');
  });

  it('answers nothing to a wrong mode, token or shape', () => {
    expect(verifyHandshake({ ...query, 'hub.mode': 'unsubscribe' }, 'token')).toBeNull();
    expect(verifyHandshake({ ...query, 'hub.verify_token': 'tokem' }, 'token')).toBeNull();
    expect(verifyHandshake({ ...query, 'hub.verify_token': 'tokentoken' }, 'token')).toBeNull();
    expect(verifyHandshake({ ...query, 'hub.verify_token': '' }, 'token')).toBeNull();
    expect(verifyHandshake({ ...query, 'hub.verify_token': ['token'] }, 'token')).toBeNull();
    expect(verifyHandshake({ ...query, 'hub.challenge': undefined }, 'token')).toBeNull();
    expect(verifyHandshake({}, 'token')).toBeNull();
  });

  it('accepts no token at all when none is set', () => {
    expect(verifyHandshake({ ...query, 'hub.verify_token': '' }, '')).toBeNull();
  });
});
