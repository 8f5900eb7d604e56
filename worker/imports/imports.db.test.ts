import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createConversation } from '../../api/testing/fixtures.ts';
import { peopleFile, startImportWorld, type ImportWorld } from '../../local/testing/import-world.ts';

const DAY_MS = 24 * 3_600_000;

let world: ImportWorld;
beforeAll(async () => {
  world = await startImportWorld();
});
afterAll(() => world?.stop());
beforeEach(() => world.clear());

const text = async (name: 'downloadRejectedRows', id: string) => {
  const { token } = world.api.ours.users.admin;
  const response = await world.api.send(name, { token, params: { org: world.org, import: id } });
  expect(response.status).toBe(200);
  return response.text();
};

describe('an import', () => {
  it('makes contacts of rows, with both identities, tags, attributes and a ledger entry', async () => {
    const done = await world.import(
      'Phone;Name;Tags;Age;Newsletter\n+49 151 23456789;Zoë;vip, lead;34;yes\n0049 (0)30 1234567;Max;;;no\n+44 7400 123456;;;;\n',
      { consentSource: 'Form at the fair', tags: ['fair'] },
    );
    expect(done).toMatchObject({
      status: 'completed',
      total: 3,
      done: 3,
      created: 3,
      updated: 0,
      rejected: 0,
    });
    expect(await world.contacts()).toMatchObject([
      {
        phone: '+447400123456',
        name: null,
        tags: ['fair'],
        attributes: {},
        consent: 'unknown',
        country: 'GB',
      },
      {
        phone: '+4915123456789',
        name: 'Zoë',
        tags: ['fair', 'vip', 'lead'],
        attributes: { Age: 34 },
        consent: 'granted',
      },
      { phone: '+49301234567', name: 'Max', tags: ['fair'], consent: 'denied', country: 'DE' },
    ]);
    const identities = await world.sql`
      select kind, value from contact_identities i join contacts c on c.id = i.contact_id where c.name = 'Zoë' order by kind`;
    expect(identities).toMatchObject([
      { kind: 'phone', value: '+4915123456789' },
      { kind: 'wa_id', value: '4915123456789' },
    ]);
    const [entry] = await world.sql`
      select e.source, e.evidence ->> 'importId' as import from consent_events e join contacts c on c.id = e.contact_id where c.name = 'Zoë'`;
    expect(entry).toEqual({ source: 'Form at the fair', import: done.id });
  });

  it('writes down what it changes of contacts, and wakes no flow with it', async () => {
    await world.import('Phone,Name,Tags,City\n+4915123456789,Zoë,vip,Bonn\n');
    await world.import('Phone,Name,Tags,City\n+4915123456789,Zoë,lead,Köln\n');
    const events = await world.sql`
      select e.kind, e.name, e.detail ->> 'previous' as previous, e.routed_at is not null as is_routed from contact_events e join contacts c on c.id = e.contact_id
      where c.name = 'Zoë' order by e.id`;
    expect(events).toMatchObject([
      { kind: 'tag_added', name: 'vip', is_routed: true },
      { kind: 'tag_added', name: 'lead', is_routed: true },
      { kind: 'attribute_changed', name: 'City', previous: 'Bonn', is_routed: true },
    ]);
    const { token } = world.api.ours.users.admin;
    await world.api.call('createContact', {
      token,
      params: { org: world.org },
      body: { phone: '+4915199999999', tags: ['x', 'y'], attributes: { a: 1 } },
    });
    const [one] = await world.sql`
      select count(*)::int as pending from contact_events e join contact_identities i on i.contact_id = e.contact_id
      where i.value = '+4915199999999' and e.routed_at is null`;
    expect(one).toEqual({ pending: 3 });
  });

  it('gives back rejected rows as they were, with a reason, safe against formulas', async () => {
    const done = await world.import(
      [
        'Phone,Name,Note',
        '+4915111111111,Good,x',
        '12,Short,x',
        ',Nobody,x',
        '+4915111111111,Again,x',
        '+4915122222222,"broken,x',
        '+4915133333333,Doe, Jane,x,y',
        '0151 2345678,National,=1+1',
        '+4915144444444,Good too,x',
      ].join('\n'),
    );
    expect(done).toMatchObject({
      status: 'completed',
      created: 2,
      rejected: 6,
      done: 8,
      hasRejectedRows: true,
    });
    const lines = (await text('downloadRejectedRows', done.id)).split('\r\n');
    expect(lines).toEqual([
      'Phone,Name,Note,Reason,Line',
      '12,Short,x,This is not a phone number,3',
      ',Nobody,x,There is no phone number,4',
      '+4915111111111,Again,x,The same number stands in an earlier row,5',
      '"\'+4915122222222,""broken,x",,,The quotes of this row are broken,6',
      '+4915133333333,Doe," Jane,x,y",The row has more cells than the header: a delimiter inside a value needs quotes,7',
      '0151 2345678,National,\'=1+1,"The number has no country code: write it with one, or choose a country",8',
      '',
    ]);
  });

  it('keeps values of defined attributes as their types, and gives back the rows whose values are none', async () => {
    const { token } = world.api.ours.users.admin;
    const params = { org: world.org };
    for (const body of [
      { key: 'born', label: 'Date of birth', type: 'date' },
      { key: 'plan', label: 'Plan', type: 'choice', options: ['Gold', 'Silver'] },
    ])
      await world.api.call('createAttributeDefinition', { token, params, body });
    const content =
      'Phone,Date of birth,Plan\n+4915123456781,2/28/1990,gold\n+4915123456782,28/2/1990,Silver\n+4915123456783,,Bronze\n';
    const { id, mapping } = await world.upload(content);
    const body = {
      ...mapping,
      columns: [
        { kind: 'phone' },
        { kind: 'attribute', name: 'born', dates: 'monthFirst' },
        mapping.columns[2],
      ],
    };
    const preview = await world.api.call('previewImport', { token, params: { ...params, import: id }, body });
    expect(preview).toMatchObject({
      fresh: 1,
      problems: [
        { code: 'bad_date', count: 1 },
        { code: 'bad_choice', count: 1 },
      ],
      columns: [{ problems: 0 }, { problems: 1 }, { problems: 1 }],
    });
    await world.api.call('startImport', { token, params: { ...params, import: id }, body });
    expect(await world.work(id)).toMatchObject({ created: 1, rejected: 2 });
    expect(await world.contacts()).toMatchObject([{ attributes: { born: '1990-02-28', plan: 'Gold' } }]);
    const rejected = await text('downloadRejectedRows', id);
    expect(rejected).toContain('28/2/1990,Silver,“born” must be a date such as 2026-11-28');
    expect(rejected).toContain(',Bronze,"“plan” must be one of: Gold, Silver"');
  });

  it('meets whoever is on the list of suppressions, in any way of writing the number', async () => {
    const { token } = world.api.ours.users.admin;
    const params = { org: world.org };
    await world.api.call('addSuppressions', { token, params, body: { numbers: ['+5511961234567'] } });
    await world.import('Phone,Name\n+551161234567,Ana\n+4915123456789,Zoë\n');
    const found = await world.sql`
      select c.name, c.suppressed, count(i.hash)::int as hashes from contacts c join contact_identities i on i.contact_id = c.id
      where c.org_id = ${world.org} and c.name in ('Ana', 'Zoë') group by c.id order by c.name`;
    expect(found).toEqual([
      { name: 'Ana', suppressed: true, hashes: 2 },
      { name: 'Zoë', suppressed: false, hashes: 2 },
    ]);
  });

  it('takes national numbers by the chosen country', async () => {
    const done = await world.import(
      'Mobile,Name\n0151 23456789,Zoë\n151 99999999,Max\n+43 660 1234567,Eva\n',
      {
        defaultCountry: 'DE',
      },
    );
    expect(done).toMatchObject({ created: 3, rejected: 0 });
    expect((await world.contacts()).map(({ phone }) => phone)).toEqual([
      '+436601234567',
      '+4915123456789',
      '+4915199999999',
    ]);
  });

  it.each([
    ['521 55 1234 5678', '+525512345678'],
    ['+54 11 2345 6789', '+5491123456789'],
    ['55 11 6123-4567', '+5511961234567'],
  ])('finds people by every way in which WhatsApp writes %s', async (written, phone) => {
    await world.import(`Phone,Name\n${phone},First\n`);
    const done = await world.import(`Phone,Name\n${written},Second\n`);
    expect(done).toMatchObject({ created: 0, updated: 1 });
    expect(await world.contacts()).toMatchObject([{ phone, name: 'Second' }]);
  });

  it('finds people that only WhatsApp’s own id names', async () => {
    const { api, org } = world;
    await createConversation(
      api.database.sql,
      { id: org, phoneNumberId: api.ours.phoneNumberId },
      { phone: '5215511112222', name: 'Known' },
    );
    await api.database
      .sql`delete from contact_identities where org_id = ${org} and kind = 'phone' and value = '+5215511112222'`;
    const done = await world.import('Phone,City\n+52 55 1111 2222,Puebla\n');
    expect(done).toMatchObject({ created: 0, updated: 1 });
    await api.database
      .sql`delete from conversations where contact_id in (select id from contacts where name = 'Known')`;
  });

  it('does with existing contacts what was chosen', async () => {
    const before = 'Phone,Name,Tags,City,Age\n+4915123456789,Zoë,vip,Bonn,\n';
    const again = 'Phone,Name,Tags,City,Age\n+4915123456789,Zora,lead,Köln,30\n';
    await world.import(before);
    expect(await world.import(again, { existing: 'skip' })).toMatchObject({ unchanged: 1, updated: 0 });
    expect(await world.contacts()).toMatchObject([
      { name: 'Zoë', tags: ['vip'], attributes: { City: 'Bonn' } },
    ]);
    expect(await world.import(again, { existing: 'addMissing' })).toMatchObject({ updated: 1 });
    expect(await world.contacts()).toMatchObject([
      { name: 'Zoë', tags: ['vip', 'lead'], attributes: { City: 'Bonn', Age: 30 } },
    ]);
    expect(await world.import(again, { existing: 'update' })).toMatchObject({ updated: 1 });
    expect(await world.contacts()).toMatchObject([{ name: 'Zora', attributes: { City: 'Köln', Age: 30 } }]);
    expect(await world.import(again)).toMatchObject({ updated: 0, unchanged: 1 });
  });

  it('never takes back what a person refused', async () => {
    const consents = (word: string) => `Phone,Consent\n+4915123456789,${word}\n`;
    const consentSource = 'A list from somewhere';
    await world.import(consents('no'), { consentSource });
    const done = await world.import(consents('yes'), { consentSource });
    expect(done).toMatchObject({ keptDenials: 1, unchanged: 1 });
    expect(await world.contacts()).toMatchObject([{ consent: 'denied' }]);
  });

  it('lets everybody consent only with a source', async () => {
    const made = await world.upload('Phone\n+4915123456789\n');
    const { token } = world.api.ours.users.admin;
    const problem = await world.api.refused('startImport', 422, {
      ...{ token, params: { org: world.org, import: made.id } },
      body: { ...made.mapping, everybodyConsents: true },
    });
    expect(problem.errors?.map(({ field }) => field)).toEqual(['consentSource']);
    await world.import('Phone\n+4915123456789\n', {
      everybodyConsents: true,
      consentSource: 'Double opt-in of 2026',
    });
    expect(await world.contacts()).toMatchObject([{ consent: 'granted' }]);
  });

  it('merges two rows about one person with two numbers', async () => {
    await world.import('Phone,Name\n+4915123456789,Zoë\n');
    const [{ id }] = (await world.contacts()) as unknown as [{ id: string }];
    await world.sql`
      insert into contact_identities (org_id, kind, value, contact_id) values (${world.org}, 'phone', '+4915100000000', ${id})`;
    const rows = 'Phone,Name,City,Age\n+4915123456789,Zora,Köln,\n+4915100000000,Zora B,,44\n';
    const done = await world.import(rows, {});
    expect(done).toMatchObject({ updated: 2, created: 0 });
    const [contact] = await world.sql`select name, attributes from contacts where id = ${id}`;
    expect(contact).toEqual({ name: 'Zora B', attributes: { City: 'Köln', Age: 44 } });
    await world.act('undoImport', done.id);
    await world.work(done.id);
    const [undone] = await world.sql`select name, attributes from contacts where id = ${id}`;
    expect(undone).toEqual({ name: 'Zoë', attributes: {} });
  });
});

describe('a draft', () => {
  it('is deleted with its file when nobody starts it within a day', async () => {
    const { id } = await world.upload(peopleFile(2));
    expect(await world.work(id, { now: new Date(Date.now() + 0.9 * DAY_MS) })).toMatchObject({
      status: 'draft',
    });
    expect(await world.work(id, { now: new Date(Date.now() + 1.1 * DAY_MS) })).toBeNull();
    await expect(world.storage.download('imports', `${world.org}/${id}/contacts.csv`)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('has no file any more once it is imported', async () => {
    const done = await world.import(peopleFile(2));
    await sleep(0);
    await expect(
      world.storage.download('imports', `${world.org}/${done.id}/contacts.csv`),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});
