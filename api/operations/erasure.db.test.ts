/** What a person may ask for: their data in a file, and to be forgotten. */
import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillPerson, markOf } from '../../local/testing/fill-person.ts';
import { startImportWorld, type ImportWorld } from '../../local/testing/import-world.ts';
import { TEST_MASTER_KEY } from '../../local/testing/provided.ts';
import { tablesOfAPerson } from '../../local/testing/tables-of-a-person.ts';
import { unzip } from '../../local/testing/unzip.ts';
import { createSuppressionKeys } from '../../platform/secrets/suppression.ts';
import { eraseSome } from '../../worker/erasure/erase-some.ts';
import { buckets, type Bucket } from '../../platform/storage/storage.ts';

let world: ImportWorld;
let token: string;
beforeAll(async () => {
  world = await startImportWorld();
  token = world.api.ours.users.admin.token;
});
afterAll(() => world?.stop());

const ofContact = (contact: string) => ({ token, params: { org: world.org, contact } });

describe('the data of a person', () => {
  it('is one ZIP with everything that is kept, and the audit log says who took it', async () => {
    const { contactId: contact, contactPhone } = world.api.ours;
    const response = await world.api.send('exportContact', ofContact(contact));
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toContain(`person-${contact}.zip`);
    const files = await unzip(new Uint8Array(await response.arrayBuffer()));
    const named = Object.values(tablesOfAPerson).flatMap(({ archive }) =>
      typeof archive === 'string' ? archive : [],
    );
    expect(Object.keys(files).sort()).toEqual(['README.txt', ...new Set(named)].sort());
    expect(JSON.parse(files['contact.json']!.toString())).toMatchObject({
      name: 'Ada of Ours',
      identities: [
        { kind: 'phone', value: `+${contactPhone}` },
        { kind: 'wa_id', value: contactPhone },
      ],
    });
    expect(JSON.parse(files['messages.json']!.toString())).toMatchObject({ messages: [{ text: 'Hello' }] });
    const { items } = await world.api.call('listAudit', { token, params: { org: world.org } });
    expect(items[0]).toMatchObject({ action: 'exported', subject: 'contact', subjectId: contact });
  });
});

describe('the archive of a person', () => {
  it('shows what stands in every table that holds something of them, or the list of tables says why not', async () => {
    const { org } = world;
    const phone = '15553009005';
    const { id: contact } = await world.api.call('createContact', {
      ...ofOrg(),
      body: { phone: `+${phone}`, name: 'Zebulon Quirke' },
    });
    const conversation = randomUUID();
    await world.api.database.sql`
      insert into conversations (id, org_id, contact_id, phone_number_id)
      select ${conversation}, ${org}, ${contact}, id from phone_numbers where org_id = ${org} limit 1`;
    const person = { org, contactId: contact, phone, name: 'Zebulon Quirke', words: 'Wants a refund' };
    await fillPerson(world.api.database.sql, person);
    const response = await world.api.send('exportContact', ofContact(contact));
    const files = await unzip(new Uint8Array(await response.arrayBuffer()));
    const known: Record<string, string> = {
      'public.contact_identities': `US.${phone}`,
      'public.conversations': conversation,
    };
    const missing = Object.entries(tablesOfAPerson).filter(
      ([table, { holds, archive }]) =>
        holds === 'words' &&
        typeof archive === 'string' &&
        !files[archive]!.toString().includes(known[table] ?? markOf(table, person)),
    );
    expect(missing).toEqual([]);
    const { 'README.txt': readme, ...others } = files;
    for (const name of Object.keys(others)) expect(readme!.toString()).toContain(name);
  });
});

describe('the archive of a person who got a campaign', () => {
  it('says which one, and what became of it', async () => {
    const { org } = world;
    const { contactId: contact } = world.api.ours;
    await world.api.database.sql`
      with made as (insert into campaigns (org_id, name, doc, status) values (${org}, 'Spring offers', '{}', 'completed') returning id)
      insert into campaign_recipients (org_id, campaign_id, contact_id, variant, state, send_at)
      select ${org}, id, ${contact}, 'B', 'sent', now() from made`;
    const response = await world.api.send('exportContact', ofContact(contact));
    const files = await unzip(new Uint8Array(await response.arrayBuffer()));
    expect(JSON.parse(files['campaigns.json']!.toString())).toMatchObject([
      { campaign: 'Spring offers', variant: 'B', state: 'sent' },
    ]);
  });
});

describe('an archive that can’t be made whole', () => {
  it('breaks off, and the API goes on', async () => {
    const { contactId: contact, conversationId } = world.api.ours;
    const media = { status: 'stored', contentType: 'image/png', byteSize: 9, sha256: '00', fileName: null };
    const [message] = await world.api.database.sql<{ id: string }[]>`
      insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, status, status_rank, source,
        media)
      select gen_random_uuid(), org_id, id, contact_id, phone_number_id, 'inbound', 'image', '{}', 'received', 0, 'contact',
        ${world.api.database.sql.json(media)} from conversations where id = ${conversationId} returning id`;
    // Nothing is in Storage under its id.
    const response = await world.api.send('exportContact', ofContact(contact));
    await expect(response.arrayBuffer()).rejects.toThrow();
    await world.api.database.sql`delete from messages where id = ${message!.id}`;
    const whole = await world.api.send('exportContact', ofContact(contact));
    expect((await whole.arrayBuffer()).byteLength).toBeGreaterThan(0);
  });
});

describe('an erasure', () => {
  it('deletes files of exports and imports that hold the person, and ends an import that would bring them back', async () => {
    const phone = '+491752222222';
    await world.import(`Phone,Name\n${phone},Zebulon\n`);
    const rejected = await world.import('Phone,Name\n0175 2222222,Zebulon\nnone,Nobody\n');
    const draft = await world.upload(`Phone,Name\n+49 175 2222222,Zebulon\n`);
    const harmless = await world.upload('Phone,Name\n+491753333333,Somebody else\n');
    const made = await world.api.call('createExport', { ...ofOrg(), body: { all: true } });
    await world.workExport(made.id);
    const paths = await keptFiles();
    expect(paths.map(({ bucket }) => bucket).sort()).toEqual(['exports', 'imports', 'imports', 'imports']);

    const [contact] = await world.sql<{ id: string }[]>`
      select contact_id as id from contact_identities where org_id = ${world.org} and value = ${phone}`;
    const queued = await world.api.call('eraseContact', { ...ofContact(contact!.id), body: {} });
    expect(queued).toMatchObject({
      status: 'queued',
      contactId: contact!.id,
      reason: 'request',
      proof: null,
    });
    const keys = createSuppressionKeys(TEST_MASTER_KEY);
    const input = { orgId: world.org, id: queued.id };
    while (!(await eraseSome({ sql: world.sql, storage: world.storage, keys }, input)));
    await world.workExport(made.id);
    expect(await world.work(draft.id)).toBeNull();

    expect(
      await world.api.call('getExport', { token, params: { org: world.org, export: made.id } }),
    ).toMatchObject({
      status: 'expired',
    });
    for (const { bucket, path } of await keptFiles()) {
      const content = await text(await world.storage.download(bucket, path));
      expect(content.replaceAll(/[^\d\n,]/g, '')).not.toMatch(/(^|[\n,])(0*)(49)?1752222222($|[\n,])/);
    }
    expect(await world.work(harmless.id)).toMatchObject({ status: 'draft' });
    expect(await keptFiles()).toHaveLength(1);
    expect(rejected).toMatchObject({ status: 'completed', rejected: 2, hasRejectedRows: true });

    const done = await world.api.call('getErasure', {
      token,
      params: { org: world.org, erasure: queued.id },
    });
    expect(done).toMatchObject({ status: 'completed', counts: { contacts: 1, exportFiles: 1 } });
    expect(done.proof).toMatch(/^[0-9a-f]{64}$/);
    const { items } = await world.api.call('listErasures', ofOrg());
    expect(items).toEqual([done]);
    await world.api.refused('getContact', 404, ofContact(contact!.id));
  });

  it('deletes the file of refused rows that holds their e-mail address and no number', async () => {
    const phone = '+491756666666';
    await world.import(`Phone,Name,Email\n${phone},Xenia,xenia@mail.test\n`);
    const theirs = await world.import('Phone,Name,Email\nnone,X,Xenia@mail.test\n');
    const others = await world.import('Phone,Name,Email\nnone,X,other.xenia@mail.test\n');
    await eraseNow(phone);
    const filesOf = await world.sql<{ id: string; isKept: boolean }[]>`
      select id, rejected_path is not null as "isKept" from imports where id in (${theirs.id}, ${others.id})`;
    expect(new Map(filesOf.map(({ id, isKept }) => [id, isKept]))).toEqual(
      new Map([
        [theirs.id, false],
        [others.id, true],
      ]),
    );
  });

  it('leaves the refusal of marketing, which no file takes back but a form does', async () => {
    const phone = '+491754444444';
    const file = (word: string) => `Phone,Name,Consent\n${phone},Xaver,${word}\n`;
    const consentSource = 'A list from somewhere';
    await world.import(file('no'), { consentSource });
    await eraseNow(phone);
    const again = await world.import(file('yes'), { consentSource });
    expect(again).toMatchObject({ created: 1, keptDenials: 1 });
    expect((await world.contacts()).find((contact) => contact.phone === phone)?.consent).toBe('denied');
    await eraseNow(phone);
    const body = { phone, consent: { marketing: 'granted', source: 'Form on the website' } };
    const contact = await world.api.call('createContact', { ...ofOrg(), body });
    expect(contact).toMatchObject({ marketingConsent: 'granted', isSuppressed: false });
  });

  it('leaves the refusal of utility messages beside what a file says of marketing', async () => {
    const phone = '+491755555555';
    await world.import(`Phone,Name\n${phone},Yvonne\n`);
    await world.sql`
      insert into consent_events (org_id, contact_id, purpose, state, source, at)
      select org_id, contact_id, 'utility', 'denied', 'form', now() from contact_identities
      where org_id = ${world.org} and value = ${phone}`;
    await eraseNow(phone);
    const again = await world.import(`Phone,Consent\n${phone},yes\n`, { consentSource: 'The fair' });
    expect(again).toMatchObject({ created: 1, keptDenials: 0 });
    const [contact] = await world.sql`
      select c.marketing_consent as marketing, c.utility_consent as utility from contacts c
      join contact_identities i on i.contact_id = c.id and i.value = ${phone}`;
    expect(contact).toEqual({ marketing: 'granted', utility: 'denied' });
  });

  it('is for admins of the organisation', async () => {
    const { contactId: contact } = world.api.ours;
    const params = { org: world.org, contact };
    for (const role of ['viewer', 'agent'] as const)
      await world.api.refused('eraseContact', 403, {
        token: world.api.ours.users[role].token,
        params,
        body: {},
      });
    await world.api.refused('eraseContact', 404, {
      token: world.api.theirs.users.owner.token,
      params,
      body: {},
    });
    await world.api.refused('eraseContact', 404, { ...ofContact(world.api.theirs.contactId), body: {} });
  });
});

async function eraseNow(phone: string): Promise<void> {
  const [contact] = await world.sql<{ id: string }[]>`
    select contact_id as id from contact_identities where org_id = ${world.org} and value = ${phone}`;
  const { id } = await world.api.call('eraseContact', { ...ofContact(contact!.id), body: {} });
  const keys = createSuppressionKeys(TEST_MASTER_KEY);
  const input = { orgId: world.org, id };
  while (!(await eraseSome({ sql: world.sql, storage: world.storage, keys }, input)));
}

const ofOrg = () => ({ token, params: { org: world.org } });

async function keptFiles(): Promise<{ bucket: Bucket; path: string }[]> {
  const rows = await world.sql<{ bucket: Bucket; path: string }[]>`
    select ${buckets.imports} as bucket, unnest(array[file_path, rejected_path]) as path from imports where org_id = ${world.org}
    union all select ${buckets.exports}, file_path from exports where org_id = ${world.org}`;
  return rows.filter(({ path }) => path !== null);
}
