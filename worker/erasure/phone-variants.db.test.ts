/** What SQL and TypeScript say of the ways in which Meta writes a number must be the same. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { phoneVariants } from '../../core/messaging/identity.ts';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database?.drop());

const beginning = fc.constantFrom('1', '55', '5511', '55119', '55118', '52', '521', '54', '549', '5411');
const numbers = fc.oneof(
  // Of any length around that of a number: landlines, mobiles, and what is too short or too long.
  fc.tuple(beginning, fc.stringMatching(/^[0-9]{7,11}$/)).map((parts) => parts.join('')),
  fc.constantFrom('', 'US.5511987654321', '120363418770915618', '55119876543a1'),
);

it('knows the same ways of every number', async () => {
  const samples = fc.sample(numbers, 10_000);
  expect(samples.filter((number) => phoneVariants(number).length === 2).length).toBeGreaterThan(500);
  const rows = await database.sql<{ number: string; variants: string[] }[]>`
    select n as number, private.phone_variants(n) as variants from unnest(${samples}::text[]) n`;
  const different = rows.filter(({ number, variants }) => variants.join() !== phoneVariants(number).join());
  expect(different).toEqual([]);
});
