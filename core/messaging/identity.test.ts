import { describe, expect, it } from 'vitest';
import { canonicalPhone, isBsuid, phoneVariants } from './identity.ts';

describe('canonicalPhone', () => {
  const samePerson: [place: string, ...ways: string[]][] = [
    ['Brazil, ninth digit', '5541988887777', '554188887777', '+55 41 98888-7777'],
    ['Mexico, the abolished 1', '525550001111', '5215550001111'],
    ['Argentina, the 9 of mobiles', '5491122334455', '541122334455'],
  ];
  for (const [place, ...ways] of samePerson) {
    it(`writes every way of a number the same: ${place}`, () => {
      expect(new Set(ways.map(canonicalPhone)).size).toBe(1);
      expect(phoneVariants(ways[0]!)).toEqual([ways[0], ways[1]]);
      expect(phoneVariants(ways[1]!)).toEqual([ways[0], ways[1]]);
    });
  }

  it('leaves landlines and other countries alone', () => {
    for (const number of [
      '551132345678',
      '16505551234',
      '5678',
      '525',
      '351912345678',
      '54911223344',
      '5499876543210',
    ]) {
      expect(canonicalPhone(number)).toBe(`+${number}`);
    }
    expect(phoneVariants('16505551234')).toEqual(['16505551234']);
  });

  it('is null for what is no phone number', () => {
    for (const value of ['', 'bla', 'US.1234', '120363418770915618', '+', '12a']) {
      expect(canonicalPhone(value)).toBeNull();
      expect(phoneVariants(value)).toEqual([]);
    }
  });
});

describe('isBsuid', () => {
  it('knows the forms of business-scoped ids', () => {
    for (const id of ['US.13491208655302741918', 'BR.ENT.1181', 'AE.QACUSTOMER', 'user.93737'])
      expect(isBsuid(id)).toBe(true);
    for (const id of ['uUS.1349', 'us.1', 'US.', '5511912345678', 'foo_bar', ''])
      expect(isBsuid(id)).toBe(false);
  });
});
