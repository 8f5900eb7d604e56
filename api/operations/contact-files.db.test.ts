import { deflateRawSync } from 'node:zlib';
import writeXlsxFile from 'write-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startImportWorld, type ImportWorld } from '../../local/testing/import-world.ts';

let world: ImportWorld;
let token: string;
let params: { org: string };
beforeAll(async () => {
  world = await startImportWorld();
  token = world.api.ours.users.admin.token;
  params = { org: world.org };
});
afterAll(() => world?.stop());

const refused = async (body: string | Uint8Array, status = 422) => {
  const problem = await world.api.refused('createImport', status, {
    token,
    params,
    body: new Blob([body as string]),
  });
  return problem.detail;
};

const xlsx = async (rows: unknown[][]): Promise<Buffer> => {
  const data = rows.map((row) =>
    row.map((value) => (value === null ? null : { value, type: typeOf(value) })),
  );
  return (writeXlsxFile as unknown as (data: unknown) => { toBuffer(): Promise<Buffer> })(data).toBuffer();
};
const typeOf = (value: unknown) =>
  typeof value === 'number' ? Number : typeof value === 'boolean' ? Boolean : String;

describe('an uploaded file', () => {
  it.each([
    ['UTF-8 with a mark', Buffer.from('\ufeffName;Telefon\nZoë;+4915123456789\n')],
    ['Windows-1252', Buffer.from('Name;Telefon\nZoë;+4915123456789\n', 'latin1')],
    ['UTF-16', Buffer.from('\ufeffName;Telefon\r\nZoë;+4915123456789\r\n', 'utf16le')],
    ['an Excel hint', Buffer.from('sep=;\r\nName;Telefon\r\nZoë;+4915123456789\r\n')],
  ])('is read as %s', async (_, content) => {
    const made = await world.upload(content);
    expect(made).toMatchObject({ status: 'draft', columns: ['Name', 'Telefon'], total: 1 });
    expect(made.mapping.columns).toEqual([{ kind: 'name' }, { kind: 'phone' }]);
    const preview = await world.api.call('previewImport', {
      ...{ token, params: { ...params, import: made.id } },
      body: made.mapping,
    });
    expect(preview.sample[0]?.contact).toMatchObject({ phone: '4915123456789', name: 'Zoë' });
  });

  it('may be a workbook, judged by its content and not by its name', async () => {
    const made = await world.upload(
      await xlsx([
        ['Phone', 'Name', 'Age', 'Member'],
        ['+4915123456789', '=1+1', 34, true],
        [4_915_199_999_999, 'Max', -1.5, false],
      ]),
      'contacts.csv',
    );
    expect(made).toMatchObject({ total: 2, columns: ['Phone', 'Name', 'Age', 'Member'] });
    const { id, mapping } = made;
    await world.api.call('startImport', { token, params: { ...params, import: id }, body: mapping });
    expect(await world.work(id)).toMatchObject({ created: 2, rejected: 0 });
    expect((await world.contacts()).map(({ name, attributes }) => [name, attributes])).toEqual([
      ['=1+1', { Age: 34, Member: true }],
      ['Max', { Age: -1.5, Member: false }],
    ]);
  });

  it('may lack a header', async () => {
    const made = await world.upload('+4915123456789,Zoë\n+4915123456788,Max\n');
    expect(made).toMatchObject({ columns: ['Column 1', 'Column 2'], total: 2 });
  });

  it('is refused when it is no table', async () => {
    expect(await refused('')).toContain('empty');
    expect(await refused('Phone,Name\n')).toContain('no rows');
    expect(
      await refused(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d])),
    ).toContain('CSV and XLSX');
    expect(await refused(Buffer.from(Array.from({ length: 4_000 }, (_, n) => (n * 7) % 31)))).toContain(
      'CSV and XLSX',
    );
    expect(await refused('Phone,"Name\n+4915123456789,Zoë\n')).toContain('header');
    expect(await refused(Buffer.concat([(await xlsx([['Phone']])).subarray(0, 400)]))).toBeDefined();
  });

  it('is refused when it unpacks to more than a sheet can be', async () => {
    expect(await refused(zipBomb(300))).toContain('too large');
  });

  it('is refused over 50 MB, also when its length is not told', async () => {
    const large = 50 * 1024 * 1024 + 1;
    await refused(new Uint8Array(large), 413);
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(1024 * 1024).fill(65));
      },
    });
    const response = await fetch(`${world.api.url}/v1/orgs/${world.org}/imports`, {
      ...{ method: 'POST', headers: { authorization: `Bearer ${token}` }, body: stream, duplex: 'half' },
    }).catch((error: unknown) => error as Error);
    // The server ends the connection; whether the answer still arrives depends on the client.
    if (response instanceof Response) expect(response.status).toBe(413);
  });

  it('is one import however often it is sent with the same key', async () => {
    const send = () =>
      world.api.call('createImport', {
        ...{ token, params, headers: { 'idempotency-key': 'upload-1' } },
        body: new Blob(['Phone\n+4915123456789\n']),
      });
    const [first, second] = [await send(), await send()];
    expect(second.id).toBe(first.id);
    const [objects] = await world.api.database.sql<{ n: number }[]>`
      select count(*)::int as n from storage.objects where name like ${`${world.org}/${first.id}/%`}`;
    expect(objects).toEqual({ n: 1 });
    await world.api.refused('createImport', 409, {
      ...{ token, params, headers: { 'idempotency-key': 'upload-1' } },
      body: new Blob(['Phone\n+4915100000000\n']),
    });
  });

  it('is out of reach for everybody but the API', async () => {
    const made = await world.upload('Phone\n+4915123456789\n');
    const [bucket] = await world.api.database.sql`select public from storage.buckets where id = 'imports'`;
    expect(bucket).toEqual({ public: false });
    const { SUPABASE_URL } = world.supabase;
    for (const door of ['public', 'authenticated']) {
      const response = await fetch(
        `${SUPABASE_URL}/storage/v1/object/${door}/imports/${world.org}/${made.id}/contacts.csv`,
        {
          headers: { apikey: 'test-publishable' },
        },
      );
      expect(response.ok).toBe(false);
    }
  });
});

describe('a preview', () => {
  it('says what every row becomes, stores nothing, and changes with the mapping', async () => {
    await world.import('Phone,Name\n+4915111111111,Known\n');
    const made = await world.upload(
      'Phone,Name,Newsletter\n+4915111111111,Known,yes\n+4915122222222,New,no\n0151 33333333,National,\n+4915122222222,Twice,\nbad,Row,\n',
    );
    const preview = (change: object) =>
      world.api.call('previewImport', {
        ...{ token, params: { ...params, import: made.id } },
        body: { ...made.mapping, ...change },
      });
    const before = await preview({});
    expect(before).toMatchObject({ rows: 5, isWhole: true, fresh: 1, existing: 1 });
    expect(before.problems.map(({ code }) => code).sort()).toEqual([
      'bad_phone',
      'duplicate',
      'unknown_country',
    ]);
    expect(before.sample.map(({ line, state }) => [line, state])).toEqual([
      [2, 'existing'],
      [3, 'new'],
      [4, 'rejected'],
      [5, 'rejected'],
      [6, 'rejected'],
    ]);
    expect(before.columns[0]).toMatchObject({ filled: 5, problems: 2 });
    const after = await preview({ defaultCountry: 'DE' });
    expect(after).toMatchObject({ fresh: 2, existing: 1 });
    const [stored] =
      await world.sql`select count(*)::int as n from contact_identities where value = '+4915122222222'`;
    expect(stored).toEqual({ n: 0 });
  });

  it('looks at the first 2,000 rows of a long file', async () => {
    const rows = Array.from({ length: 2_500 }, (_, n) => `+49151${20_000_000 + n},Person ${n}`);
    const made = await world.upload(`Phone,Name\n${rows.join('\n')}\n`);
    const preview = await world.api.call('previewImport', {
      ...{ token, params: { ...params, import: made.id } },
      body: made.mapping,
    });
    expect(made.total).toBe(2_500);
    expect(preview).toMatchObject({ rows: 2_000, isWhole: false, fresh: 2_000 });
  });

  it('and a start ask for one meaning for each column', async () => {
    const made = await world.upload('Phone,Name\n+4915123456789,Zoë\n');
    const place = { token, params: { ...params, import: made.id } };
    const short = { ...made.mapping, columns: [{ kind: 'phone' }] };
    await world.api.refused('previewImport', 422, { ...place, body: short });
    await world.api.refused('startImport', 422, { ...place, body: short });
    await world.api.refused('startImport', 422, {
      ...place,
      body: { columns: [{ kind: 'name' }, { kind: 'name' }] },
    });
    await world.api.call('startImport', { ...place, body: made.mapping });
    await world.api.refused('startImport', 409, { ...place, body: made.mapping });
    await world.api.refused('previewImport', 409, { ...place, body: made.mapping });
  });
});

/** A workbook by its looks, whose sheet unpacks to this many megabytes, whatever it says of itself. */
function zipBomb(megabytes: number): Buffer {
  const files: [string, Buffer][] = [
    [
      '[Content_Types].xml',
      Buffer.from(
        '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
      ),
    ],
    ['xl/worksheets/sheet1.xml', Buffer.alloc(megabytes * 1024 * 1024, 0x20)],
  ];
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const packed = deflateRawSync(content);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(20, 4);
    header.writeUInt16LE(8, 8);
    header.writeUInt32LE(packed.length, 18);
    header.writeUInt32LE(1_000, 22); // a lie
    header.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(1_000, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    const local = Buffer.concat([header, Buffer.from(name), packed]);
    parts.push(local);
    directory.push(entry, Buffer.from(name));
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}
