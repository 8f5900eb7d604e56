import { describe, expect, it } from 'vitest';
import { readContactField } from './contact-fields.ts';

describe('a contact’s own fields', () => {
  it('take a name of up to 200 characters, without the blanks around it', () => {
    expect(readContactField('name', ' Maya Lindholm ')).toBe('Maya Lindholm');
    expect(readContactField('name', '  ')).toBeUndefined();
    expect(readContactField('name', 'x'.repeat(201))).toBeUndefined();
  });

  it('take a language as a code, however it is spelled', () => {
    expect(['de', 'pt-br', 'PT_BR', 'zh_hant_tw'].map((one) => readContactField('locale', one))).toEqual([
      'de',
      'pt_BR',
      'pt_BR',
      'zh_Hant_TW',
    ]);
    for (const one of ['', 'German', 'de_', 'de_DE_de_DE_x', '12'])
      expect(readContactField('locale', one)).toBeUndefined();
  });

  it('take a time zone by its name', () => {
    expect(readContactField('timeZone', 'europe/berlin')).toBe('Europe/Berlin');
    for (const one of ['', 'Berlin', 'Mars/Olympus'])
      expect(readContactField('timeZone', one)).toBeUndefined();
  });
});
