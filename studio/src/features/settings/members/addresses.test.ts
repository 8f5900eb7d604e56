import { expect, it } from 'vitest';
import { readAddresses } from './addresses.ts';

it('reads addresses with commas, semicolons, lines and names, once each', () => {
  const text =
    'ada@example.com, Bob Builder <Bob@Example.com>;\n"Eve, C." <eve@example.com>\nada@example.com';
  expect(readAddresses(text).emails).toEqual(['ada@example.com', 'bob@example.com', 'eve@example.com']);
});

it('names what is no address', () => {
  expect(readAddresses('ada@example.com nobody a@b')).toEqual({
    emails: ['ada@example.com'],
    wrong: ['nobody', 'a@b'],
  });
  expect(readAddresses('  \n')).toEqual({ emails: [], wrong: [] });
});
