import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContactExport } from '../../core/api/imports.ts';
import { startImportWorld, type ImportWorld } from '../../local/testing/import-world.ts';

const DAY_MS = 24 * 3_600_000;

let world: ImportWorld;
let token: string;
beforeAll(async () => {
  world = await startImportWorld();
  token = world.api.ours.users.admin.token;
  const { sql } = world.api.database;
  await sql`delete from contacts where org_id = ${world.org} and name = 'Ada of Ours' and false`;
  await world.import(
    [
      'Phone,Name,Tags,City,Age,Member,Note',
      '+4915111111111,Zoë Groß,"vip,""a,b""",Bonn,34,true,"two',
      'lines, and ""quotes"""',
      '+5215511112222,=HYPERLINK("http://x"),lead,+1+1,-5,false,@SUM(A1)',
      `+4915133333333,'=quoted,,,,,`,
      '+4915144444444,💥,vip;x,007,1.5,,-',
    ].join('\n'),
    {
      columns: [
        { kind: 'phone' },
        { kind: 'name' },
        { kind: 'tags', separator: ',' },
        { kind: 'attribute', name: 'City' },
        { kind: 'attribute', name: 'Age', type: 'number' },
        { kind: 'attribute', name: 'Member', type: 'boolean' },
        // Called like a column of an export.
        { kind: 'attribute', name: 'List' },
      ],
      everybodyConsents: true,
      consentSource: 'Form at the fair',
    },
  );
});
afterAll(() => world?.stop());

async function exported(body: object): Promise<ContactExport> {
  const made = await world.api.call('createExport', { token, params: { org: world.org }, body });
  await world.workExport(made.id);
  return world.api.call('getExport', { token, params: { org: world.org, export: made.id } });
}

async function download(id: string): Promise<Response> {
  return world.api.send('downloadExport', { token, params: { org: world.org, export: id } });
}

const everything = () => world.sql`
  select (select jsonb_agg(to_jsonb(c) order by c.id) from contacts c where c.org_id = ${world.org}) as contacts,
    (select count(*)::int from contact_events) as events, (select count(*)::int from consent_events) as consents,
    (select count(*)::int from contact_identities) as identities`;

describe.each(['csv', 'xlsx'] as const)('an export as %s', (format) => {
  it('changes nothing when it is imported again', async () => {
    const made = await exported({ all: true, format });
    expect(made).toMatchObject({ status: 'completed', total: 5, done: 5, format });
    const response = await download(made.id);
    expect(response.headers.get('content-disposition')).toContain(`contacts-`);
    const content = new Uint8Array(await response.arrayBuffer());
    expect(content.length).toBe(made.byteSize);
    const before = await everything();
    const { mapping, id } = await world.upload(content);
    // Its own columns are recognised.
    const kinds = mapping.columns.map((column) => (column.kind === 'attribute' ? column.name : column.kind));
    expect(kinds).toEqual([
      'phone',
      'name',
      'tags',
      'consent',
      'ignore',
      'ignore',
      'ignore',
      'ignore',
      'Age',
      'City',
      'List',
      'Member',
    ]);
    await world.api.call('startImport', {
      ...{ token, params: { org: world.org, import: id } },
      body: { ...mapping, consentSource: 'The same file again' },
    });
    expect(await world.work(id)).toMatchObject({
      status: 'completed',
      unchanged: 5,
      created: 0,
      updated: 0,
      rejected: 0,
    });
    expect(await everything()).toEqual(before);
  });

  it('makes the same contacts where there were none', async () => {
    const made = await exported({ all: true, format });
    const content = new Uint8Array(await (await download(made.id)).arrayBuffer());
    const kept = await world.contacts();
    await world.clear();
    const done = await world.import(content, { consentSource: 'The same file again' });
    expect(done).toMatchObject({ created: kept.length, rejected: 0 });
    const withoutIds = (contacts: typeof kept) => contacts.map(({ id: _, ...rest }) => rest);
    expect(withoutIds(await world.contacts())).toEqual(withoutIds(kept));
  });
});

describe('an export', () => {
  it('holds no formula, keeps phone numbers as they are, and begins with a byte order mark', async () => {
    const made = await exported({ all: true });
    const bytes = new Uint8Array(await (await download(made.id)).arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = new TextDecoder().decode(bytes);
    expect(text).toContain('\r\n+5215511112222,"\'=HYPERLINK(""http://x"")",lead,granted');
    expect(text).toContain("'@SUM(A1)");
    expect(text.split(/[,\r\n]+/).filter((cell) => /^"?[=@\t-]/.test(cell))).toEqual([]);
  });

  it('is text in a workbook, too', async () => {
    const made = await exported({ all: true, format: 'xlsx', columns: ['name'], attributes: ['City'] });
    const buffer = Buffer.from(await (await download(made.id)).arrayBuffer());
    const [{ data }] = (await readXlsxFile(buffer)) as unknown as [{ data: unknown[][] }];
    expect(data[0]).toEqual(['Name', 'City']);
    expect(data).toContainEqual(['=HYPERLINK("http://x")', '+1+1']);
    expect(data).toContainEqual(['💥', '007']);
  });

  it.each([
    [{ tag: 'vip' }, ['Zoë Groß']],
    [{ search: 'groß' }, ['Zoë Groß']],
    [{ search: '1551111' }, ['\'=HYPERLINK("http://x")']],
    [{ search: 'nobody' }, []],
  ])('of %j holds %j', async (audience, names) => {
    const made = await exported({ ...audience, columns: ['name'], attributes: [], byteOrderMark: false });
    const lines = (await (await download(made.id)).text()).split('\r\n');
    expect(lines.slice(1, -1)).toEqual(
      names.map((name) => (name.includes('"') ? `"${name.replaceAll('"', '""')}"` : name)),
    );
  });

  it('of a segment holds its contacts', async () => {
    const segment = await world.api.call('createSegment', {
      ...{ token, params: { org: world.org } },
      body: {
        name: 'Bonn',
        rules: {
          kind: 'all',
          of: [{ kind: 'attribute', type: 'text', name: 'City', op: 'is', value: 'Bonn' }],
        },
      },
    });
    const made = await exported({ segmentId: segment.id, columns: ['phone'], attributes: [] });
    expect(made).toMatchObject({ status: 'completed', total: 1, done: 1 });
    expect(await (await download(made.id)).text()).toBe('Phone\r\n+4915111111111\r\n');
  });

  it('is deleted after seven days, or at once when it is cancelled', async () => {
    const made = await exported({ all: true });
    await world.workExport(made.id, { now: new Date(Date.now() + 6.9 * DAY_MS) });
    expect((await download(made.id)).status).toBe(200);
    await world.workExport(made.id, { now: new Date(Date.now() + 7.1 * DAY_MS) });
    expect((await download(made.id)).status).toBe(404);
    const params = { org: world.org, export: made.id };
    expect(await world.api.call('getExport', { token, params })).toMatchObject({ status: 'expired' });

    const second = await exported({ all: true });
    await world.api.call('cancelExport', { token, params: { org: world.org, export: second.id } });
    await world.workExport(second.id);
    expect((await download(second.id)).status).toBe(404);
    await expect(world.storage.download('exports', `${world.org}/${second.id}.csv`)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('begins again when a worker died in the middle', async () => {
    const made = await world.api.call('createExport', {
      token,
      params: { org: world.org },
      body: { all: true },
    });
    await world.sql`update exports set status = 'running', done = 3 where id = ${made.id}`;
    await world.workExport(made.id);
    const params = { org: world.org, export: made.id };
    expect(await world.api.call('getExport', { token, params })).toMatchObject({
      status: 'completed',
      done: 5,
    });
  });
});
