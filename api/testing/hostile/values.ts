/** What nobody should send, and some will. */
import fc from 'fast-check';

/** Texts that mean something to a database, a spreadsheet, a template, a browser, or to whoever decodes them. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\ufeff',
  '💥'.repeat(40),
  'x'.repeat(5_000),
  "'; drop table public.contacts; --",
  "' or '1'='1",
  '1) or (select true',
  '$1',
  '%s%n',
  '%',
  '_',
  '\\',
  "E'\\000'",
  '=cmd|’/c calc’!A1',
  '=HYPERLINK("http://example.test","x")',
  '+1+1',
  '@SUM(1)',
  '{{ trigger.secret }}',
  '{% include "x" %}',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'NaN',
  'Infinity',
  '1e400',
  '-0',
  '9223372036854775808',
  '99999999-12-31T00:00:00Z',
  '0000-00-00',
  'infinity',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '{"a":1}',
  '[]',
];

export const hostileNumbers: readonly number[] = [
  ...[
    0,
    -0,
    1,
    -1,
    0.5,
    -0.1,
    2 ** 31 - 1,
    2 ** 31,
    -(2 ** 31) - 1,
    2 ** 32,
    2 ** 53 - 1,
    2 ** 53,
    -(2 ** 53),
  ],
  ...[1e21, 1e300, -1e300, Number.MIN_VALUE, Number.MAX_VALUE, 32_768, 65_536],
];

/** Any JSON at all: hostile texts and numbers, keys of prototypes, and nesting beyond reason. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, [], {}, ...hostileNumbers),
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.array(fc.constantFrom(...hostileTexts, ...hostileNumbers), { maxLength: 4 }),
  fc
    .constantFrom('__proto__', 'constructor', 'toJSON', 'length', '')
    .map((key) => ownKey(key, { polluted: true })),
  fc.constantFrom(3, 63, 70, 2_000).map(nested),
  fc.constant(Array.from({ length: 2_000 }, () => 'x')),
);

/** `{ [key]: value }` also where the key is `__proto__`. */
export function ownKey(key: string, value: unknown): Record<string, unknown> {
  return Object.fromEntries([[key, value]]);
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i += 1) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}
