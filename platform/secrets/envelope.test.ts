import { createCipheriv, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currentSeal, isMasterKey, openSecret, sealSecret, SecretUnreadableError } from './envelope.ts';

const newKey = () => randomBytes(32).toString('base64');
const KEY = newKey();
const CONTEXT = 'access_token:org-1';

/** As it was written before envelopes named their key. */
function sealFirstVersion(key: string, context: string, secret: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'base64'), nonce);
  cipher.setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([1, 0]), nonce, cipher.getAuthTag(), ciphertext]);
}

describe('an envelope', () => {
  it('gives back what was sealed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (secret, context) => {
        expect(openSecret(KEY, context, sealSecret(KEY, context, secret))).toBe(secret);
      }),
    );
  });

  it('never shows the secret, and looks different each time', () => {
    const [one, other] = [
      sealSecret(KEY, CONTEXT, 'a secret value'),
      sealSecret(KEY, CONTEXT, 'a secret value'),
    ];
    expect(one.includes('secret')).toBe(false);
    expect(one.equals(other)).toBe(false);
  });

  it('can’t be opened in another place', () => {
    const envelope = sealSecret(KEY, CONTEXT, 'x');
    expect(() => openSecret(KEY, 'access_token:org-2', envelope)).toThrow(SecretUnreadableError);
  });

  it('can’t be opened once a single bit of it has changed', () => {
    const envelope = sealSecret(KEY, CONTEXT, 'a secret value');
    for (let bit = 0; bit < envelope.length * 8; bit += 1) {
      const changed = Buffer.from(envelope);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => openSecret(KEY, CONTEXT, changed)).toThrow(SecretUnreadableError);
    }
  });

  it('is refused when it is cut short', () => {
    const envelope = sealSecret(KEY, CONTEXT, '');
    for (let length = 0; length < envelope.length; length += 1) {
      expect(() => openSecret(KEY, CONTEXT, envelope.subarray(0, length))).toThrow(SecretUnreadableError);
    }
  });
});

describe('a new master key', () => {
  const next = newKey();

  it('seals, while the old one still opens', () => {
    const old = sealSecret(KEY, CONTEXT, 'x');
    const both = `${next},${KEY}`;
    expect(openSecret(both, CONTEXT, old)).toBe('x');
    expect(openSecret(next, CONTEXT, sealSecret(both, CONTEXT, 'y'))).toBe('y');
    expect(() => openSecret(next, CONTEXT, old)).toThrow(SecretUnreadableError);
  });

  it('opens nothing that a stranger sealed', () => {
    expect(() => openSecret(`${next},${KEY}`, CONTEXT, sealSecret(newKey(), CONTEXT, 'x'))).toThrow(
      SecretUnreadableError,
    );
  });

  it('marks what it has sealed', () => {
    const seal = currentSeal(`${next},${KEY}`);
    expect(sealSecret(next, CONTEXT, 'x').subarray(0, seal.length).equals(seal)).toBe(true);
    expect(sealSecret(KEY, CONTEXT, 'x').subarray(0, seal.length).equals(seal)).toBe(false);
  });

  it('opens envelopes from before they named their key, whichever of the keys sealed them', () => {
    expect(openSecret(`${next},${KEY}`, CONTEXT, sealFirstVersion(KEY, CONTEXT, 'x'))).toBe('x');
    expect(openSecret(`${next},${KEY}`, CONTEXT, sealFirstVersion(next, CONTEXT, 'y'))).toBe('y');
  });
});

it.each([
  [KEY, true],
  [`${KEY},${newKey()}`, true],
  ['', false],
  [`${KEY},`, false],
  [`${KEY},short`, false],
  [randomBytes(16).toString('base64'), false],
])('takes as master key only whole keys of 32 bytes (%#)', (value, isOne) => {
  expect(isMasterKey(value)).toBe(isOne);
});
