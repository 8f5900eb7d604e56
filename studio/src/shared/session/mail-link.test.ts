import { describe, expect, it } from 'vitest';
import { readMailLink } from './mail-link.ts';

const read = (address: string) => readMailLink(new URL(address, 'https://studio.test'));

describe('an address that a mail led to', () => {
  it('holds tokens behind the hash', () => {
    expect(read('/reset-password#access_token=a.b.c&refresh_token=r&type=recovery&expires_in=3600')).toEqual({
      kind: 'tokens',
      accessToken: 'a.b.c',
      refreshToken: 'r',
    });
  });

  it('holds a code, or a hashed token of a changed mail template', () => {
    expect(read('/auth/confirm?code=abc&next=%2Finbox')).toEqual({ kind: 'code', code: 'abc' });
    expect(read('/auth/confirm?token_hash=h&type=signup')).toEqual({
      kind: 'hash',
      tokenHash: 'h',
      type: 'signup',
    });
  });

  it('says that the link is too old, before anything else', () => {
    expect(read('/reset-password#error=access_denied&error_code=otp_expired&error_description=x')).toEqual({
      kind: 'error',
      code: 'otp_expired',
    });
    expect(read('/reset-password?error=access_denied&code=x')).toEqual({
      kind: 'error',
      code: 'access_denied',
    });
  });

  it('is none when nothing of this is there', () => {
    for (const address of ['/reset-password', '/auth/confirm?next=/inbox', '/x#access_token=a'])
      expect(read(address)).toBeNull();
  });
});
