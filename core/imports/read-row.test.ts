import { describe, expect, it } from 'vitest';
import { importMappingDraft, type ImportMapping } from '../api/imports.ts';
import type { AttributeRules } from '../people/attributes.ts';
import { planChange, type ExistingContact } from './plan-change.ts';
import { planUndo } from './plan-undo.ts';
import { readRow } from './read-row.ts';
import { looksLikeData, suggestMapping, withDefinedAttributes } from './suggest-mapping.ts';

const mapping = (change: object = {}): ImportMapping =>
  importMappingDraft.parse({
    columns: [
      { kind: 'phone' },
      { kind: 'name' },
      { kind: 'tags' },
      { kind: 'attribute', name: 'age', type: 'number' },
      { kind: 'attribute', name: 'vip', type: 'boolean' },
      { kind: 'consent' },
    ],
    ...change,
  });

const read = (cells: string[], change: object = {}, rules: AttributeRules = new Map()) =>
  readRow({ line: 2, cells }, mapping(change), rules);
const row = (cells: string[], change: object = {}) => read(cells, change).row;
const code = (cells: string[], change: object = {}) => read(cells, change).rejected?.code;

describe('a row', () => {
  it('becomes a contact', () => {
    expect(row([' +49 151 234-567 89 ', ' Zoë ', 'a, b,a', '34', 'Ja', 'Sí'])).toEqual({
      ...{ line: 2, phone: '+4915123456789', waId: '4915123456789', waIds: ['4915123456789'], country: 'DE' },
      ...{ name: 'Zoë', tags: ['a', 'b'], attributes: { age: 34, vip: true }, consent: 'granted' },
    });
  });

  it('may lack cells, and have empty ones too many', () => {
    expect(row(['+4915123456789'])).toMatchObject({ name: null, tags: [], attributes: {}, consent: null });
    expect(row(['+4915123456789', '', '', '', '', '', '', ''])).not.toBeNull();
  });

  it('puts several names together, and gives everybody the tags of the import', () => {
    const columns = [{ kind: 'phone' }, { kind: 'name' }, { kind: 'name' }];
    expect(row(['+4915123456789', 'Zoë', 'Groß'], { columns, tags: ['fair'] })).toMatchObject({
      name: 'Zoë Groß',
      tags: ['fair'],
    });
  });

  it.each([
    ['15550109000.0', '+15550109000'],
    ['\u202a+49 151 23456789\u202c', '+4915123456789'],
    ['+49 (0)151 23456789', '+4915123456789'],
    ['0049-151-23456789', '+4915123456789'],
    ['4915123456789', '+4915123456789'],
    ["'+4915123456789", '+4915123456789'],
    ['5215512345678', '+525512345678'],
  ])('reads the number %j', (typed, phone) => {
    expect(row([typed])?.phone).toBe(phone);
  });

  it.each([
    ['0151 23456789', 'DE', '+4915123456789'],
    ['15123456789', 'DE', '+4915123456789'],
    ['4915123456789', 'DE', '+4915123456789'],
    ['+1 415 200 0000', 'DE', '+14152000000'],
    ['(415) 200-0000', 'US', '+14152000000'],
    ['11 96123-4567', 'BR', '+5511961234567'],
  ])('reads %j of %s as %s', (typed, defaultCountry, phone) => {
    expect(row([typed], { defaultCountry })?.phone).toBe(phone);
  });

  it.each([
    [['', 'Zoë'], 'no_phone'],
    [['12'], 'bad_phone'],
    [['1.5555E+10'], 'bad_phone'],
    [['Zoë'], 'bad_phone'],
    [['9'.repeat(70)], 'bad_phone'],
    [['0151 23456789'], 'unknown_country'],
    [['+4915123456789', 'x'.repeat(201)], 'long_name'],
    [['+4915123456789', '', 'x'.repeat(65)], 'long_tag'],
    [['+4915123456789', '', Array.from({ length: 101 }, (_, n) => n).join(',')], 'many_tags'],
    [['+4915123456789', '', '', '3,5'], 'bad_number'],
    [['+4915123456789', '', '', '1e999'], 'bad_number'],
    [['+4915123456789', '', '', `${'1'.repeat(4_000)}x`], 'bad_number'],
    [['+4915123456789', '', '', '', 'perhaps'], 'bad_boolean'],
    [['+4915123456789', '', '', '', '', 'maybe'], 'bad_consent'],
    [['+4915123456789', 'Doe', '', '', '', '', 'x'], 'too_many_cells'],
  ])('%j is rejected: %s', (cells, expected) => {
    expect(code(cells)).toBe(expected);
  });

  it('bears what no database keeps, and names that mean something to JavaScript', () => {
    const columns = [{ kind: 'phone' }, { kind: 'name' }, { kind: 'attribute', name: '__proto__' }];
    const made = row(['+4915123456789', 'a\0b\ud800', 'x'], { columns });
    expect(made?.name).toBe('ab\ufffd');
    expect(Object.entries(made!.attributes)).toEqual([['__proto__', 'x']]);
    expect(code(['+4915123456789', '', 'x'.repeat(1_000_000)], { columns })).toBe('long_value');
  });
});

describe('a column of a defined attribute', () => {
  const columns = [
    { kind: 'phone' },
    { kind: 'attribute', name: 'size', type: 'text' },
    { kind: 'attribute', name: 'born', type: 'text' },
    { kind: 'attribute', name: 'plan', type: 'text' },
    { kind: 'attribute', name: 'code', type: 'number' },
    { kind: 'attribute', name: 'free', type: 'number' },
  ];
  const rules: AttributeRules = new Map([
    ['size', { type: 'number', options: [] }],
    ['born', { type: 'date', options: [] }],
    ['plan', { type: 'choice', options: ['Gold', 'Silver'] }],
    ['code', { type: 'text', options: [] }],
  ]);
  const readDefined = (cells: string[], change: object = {}) =>
    read(['+4915123456789', ...cells], { columns, ...change }, rules);

  it('is read as its type, whatever the mapping says', () => {
    expect(readDefined(['3,5', '28.2.1990', 'gold', '007', '7']).row?.attributes).toEqual({
      ...{ size: 3.5, born: '1990-02-28', plan: 'Gold', code: '007', free: 7 },
    });
  });

  it('has the month first where the mapping says so', () => {
    const american = columns.map((column) =>
      column.name === 'born' ? { ...column, dates: 'monthFirst' } : column,
    );
    expect(readDefined(['', '2/28/1990'], { columns: american }).row?.attributes).toEqual({
      born: '1990-02-28',
    });
  });

  it.each([
    [['L'], 'bad_number', 1, '“size” must be a number'],
    [['', '2/28/1990'], 'bad_date', 2, '“born” must be a date such as 2026-11-28'],
    [['', '', 'Bronze'], 'bad_choice', 3, '“plan” must be one of: Gold, Silver'],
    [['', '', '', 'x'.repeat(5_000)], 'long_value', 4, 'A value is longer than 4096 characters'],
  ] as const)('rejects the row for %j and says why: %s', (cells, problem, column, message) => {
    expect(readDefined([...cells]).rejected).toEqual({ line: 2, code: problem, column, message });
  });

  it('says nothing where the cell is empty', () => {
    expect(readDefined(['', ' ', '', '', '']).row?.attributes).toEqual({});
  });
});

describe('the suggested meaning of columns', () => {
  const kinds = (headers: string[], ...rows: string[][]) =>
    suggestMapping(headers, rows).columns.map((column) =>
      column.kind === 'attribute' ? column.name : column.kind,
    );

  it.each([
    [
      ['Phone', 'Full name', 'Tags', 'Newsletter'],
      ['phone', 'name', 'tags', 'consent'],
    ],
    [
      ['Vorname', 'Nachname', 'Handynummer', 'Einwilligung'],
      ['name', 'name', 'phone', 'consent'],
    ],
    [
      ['Teléfono', 'Nombre completo', 'Etiquetas'],
      ['phone', 'name', 'tags'],
    ],
    [
      ['PRÉNOM', 'numero de telephone'],
      ['name', 'phone'],
    ],
    [
      ['телефон', 'имя'],
      ['phone', 'name'],
    ],
    [
      ['手机号', '姓名'],
      ['phone', 'name'],
    ],
    [
      ['هاتف', 'اسم'],
      ['phone', 'name'],
    ],
  ])('of %j is %j', (headers, expected) => {
    expect(
      kinds(
        headers,
        headers.map((_, at) => (expected[at] === 'phone' ? '+4915123456789' : 'x')),
      ),
    ).toEqual(expected);
  });

  it('finds numbers by what stands in a column', () => {
    expect(kinds(['A', 'B'], ['Zoë', '+4915123456789'], ['Max', '0151 99999999'])).toEqual(['A', 'phone']);
  });

  it('takes the fuller of two columns with numbers', () => {
    expect(kinds(['Phone', 'Mobile'], ['', '+4915123456789'], ['', '+4915123456788'])).toEqual([
      'ignore',
      'phone',
    ]);
  });

  it('makes attributes of the rest, with their types, and leaves out what is empty', () => {
    const { columns } = suggestMapping(
      ['Phone', 'Age', 'Zip', 'Member', 'Empty', 'City', 'City'],
      [
        ['+4915123456789', '34', '01099', 'true', '', 'Bonn', 'x'],
        ['+4915123456788', '7.5', '10115', 'FALSE', '', 'Köln', 'y'],
      ],
    );
    expect(columns).toEqual([
      { kind: 'phone' },
      { kind: 'attribute', name: 'Age', type: 'number' },
      { kind: 'attribute', name: 'Zip', type: 'text' },
      { kind: 'attribute', name: 'Member', type: 'boolean' },
      { kind: 'ignore' },
      { kind: 'attribute', name: 'City', type: 'text' },
      { kind: 'ignore' },
    ]);
  });

  it('sees days with the month first, where no other reading fits', () => {
    const dates = (...cells: string[]) =>
      suggestMapping(
        ['Phone', 'Born'],
        cells.map((cell, n) => [`+491512345678${n}`, cell]),
      ).columns[1];
    expect(dates('1/2/1990', '2/28/1990')).toMatchObject({ dates: 'monthFirst' });
    expect(dates('1/2/1990', '2/3/1990')).not.toHaveProperty('dates');
    expect(dates('28/2/1990', '2/28/1990')).not.toHaveProperty('dates');
  });

  it('becomes a defined attribute by key or label', () => {
    const { columns } = withDefinedAttributes(
      suggestMapping(
        ['Phone', 'Date of birth', 'PLAN', 'Plan!', 'City'],
        [['+4915123456789', '1990-02-28', 'Gold', 'x', 'Bonn']],
      ),
      [
        { key: 'born', label: 'Date of Birth' },
        { key: 'plan', label: 'Contract' },
      ],
    );
    expect(columns.map((column) => (column.kind === 'attribute' ? column.name : column.kind))).toEqual([
      ...['phone', 'born', 'plan', 'Plan!', 'City'],
    ]);
  });

  it('sees that a file has no header', () => {
    expect(looksLikeData(['Zoë', '+49 151 23456789'])).toBe(true);
    expect(looksLikeData(['Name', 'Phone'])).toBe(false);
    expect(looksLikeData(['2024', 'Q1'])).toBe(false);
  });
});

describe('undoing a change', () => {
  const contact: ExistingContact = {
    ...{ id: 'c', name: 'Zoë', tags: ['vip'], attributes: { city: 'Bonn', note: 'x' }, consent: 'unknown' },
  };
  const { change } = planChange(
    contact,
    row(['+4915123456789', 'Zora', 'lead', '30', 'no', 'yes'])!,
    'update',
  );

  it('puts everything back when nothing happened since', () => {
    const after: ExistingContact = {
      ...{ id: 'c', name: 'Zora', tags: ['vip', 'lead'], consent: 'granted' },
      attributes: { city: 'Bonn', note: 'x', age: 30, vip: false },
    };
    const undone = planUndo(after, change!);
    expect(undone).toEqual({
      ...{
        name: 'Zoë',
        tags: ['vip'],
        attributes: { city: 'Bonn', note: 'x' },
        consent: 'denied',
        isWhole: true,
      },
    });
  });

  it('leaves what was changed since', () => {
    const after: ExistingContact = {
      ...{
        id: 'c',
        name: 'Zora Z',
        tags: ['vip'],
        attributes: { city: 'Bonn', age: 31, vip: false },
        consent: 'denied',
      },
    };
    expect(planUndo(after, change!)).toEqual({
      ...{
        name: 'Zora Z',
        tags: ['vip'],
        attributes: { city: 'Bonn', age: 31 },
        consent: null,
        isWhole: false,
      },
    });
  });
});
