import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { peopleFile, startImportWorld, type ImportWorld } from '../../local/testing/import-world.ts';

const DAY_MS = 24 * 3_600_000;

let world: ImportWorld;
beforeAll(async () => {
  world = await startImportWorld();
});
afterAll(() => world?.stop());
beforeEach(() => world.clear());

describe('undoing', () => {
  it('removes the contacts that the import made and puts back what it changed', async () => {
    await world.import('Phone,Name,Tags,City\n+4915123456789,Zoë,vip,Bonn\n');
    const done = await world.import(
      'Phone,Name,Tags,City,Age\n+4915123456789,Zora,lead,Köln,30\n+4915111111111,New,,,\n',
      { tags: ['july'] },
    );
    expect(done).toMatchObject({ created: 1, updated: 1 });
    await world.act('undoImport', done.id);
    expect(await world.work(done.id)).toMatchObject({
      status: 'undone',
      undone: { removed: 1, restored: 1, kept: 0 },
    });
    expect(await world.contacts()).toMatchObject([
      { name: 'Zoë', tags: ['vip'], attributes: { City: 'Bonn' } },
    ]);
  });

  it('keeps whom something happened to since, and says how many', async () => {
    const done = await world.import(peopleFile(6));
    const people = await world.contacts();
    const { api, org } = world;
    const { token } = api.ours.users.admin;
    const params = (n: number) => ({ org, contact: people[n]!.id });
    await api.call('updateContact', { token, params: params(0), body: { name: 'Changed' } });
    await api.call('reportContactEvent', { token, params: params(1), body: { name: 'order.paid' } });
    await world.sql`
      insert into consent_events (org_id, contact_id, state, source, at) values (${org}, ${people[2]!.id}, 'granted', 'form', now())`;
    await world.sql`
      insert into conversations (org_id, contact_id, phone_number_id) values (${org}, ${people[3]!.id}, ${api.ours.phoneNumberId})`;
    await world.act('undoImport', done.id);
    expect(await world.work(done.id)).toMatchObject({ undone: { removed: 2, restored: 0, kept: 4 } });
    expect((await world.contacts()).map(({ id }) => id)).toEqual(people.slice(0, 4).map(({ id }) => id));
    await api.database.sql`delete from conversations where contact_id = ${people[3]!.id}`;
  });

  it('leaves alone the values that were changed since, and puts back the others', async () => {
    await world.import('Phone,Name,City\n+4915123456789,Zoë,Bonn\n');
    const done = await world.import('Phone,Name,City\n+4915123456789,Zora,Köln\n');
    await world.sql`update contacts set name = 'Zoë Z' where name = 'Zora'`;
    await world.act('undoImport', done.id);
    expect(await world.work(done.id)).toMatchObject({ undone: { restored: 0, kept: 1 } });
    expect(await world.contacts()).toMatchObject([{ name: 'Zoë Z', attributes: { City: 'Bonn' } }]);
  });

  it('withdraws consent that the file claimed', async () => {
    await world.import('Phone\n+4915123456789\n');
    const done = await world.import('Phone,Consent\n+4915123456789,yes\n', { consentSource: 'A wrong list' });
    expect(await world.contacts()).toMatchObject([{ consent: 'granted' }]);
    await world.act('undoImport', done.id);
    await world.work(done.id);
    expect(await world.contacts()).toMatchObject([{ consent: 'denied' }]);
  });

  it('goes on where it was cut off', async () => {
    const done = await world.start(peopleFile(50));
    await world.work(done.id, { slice: 5 });
    await world.act('undoImport', done.id);
    for (let cuts = 0; cuts < 12; cuts += 1) {
      const stop = new AbortController();
      await world.work(done.id, { slice: 5, signal: stop.signal, onProgress: () => stop.abort() });
    }
    expect(await world.work(done.id)).toMatchObject({ status: 'undone', undone: { removed: 50, kept: 0 } });
    expect(await world.contacts()).toEqual([]);
  });

  it('is over after seven days: then nothing is kept beside the contacts', async () => {
    const done = await world.import(`${peopleFile(3)}bad,Row,x\n`);
    expect(done.hasRejectedRows).toBe(true);
    const kept = await world.sql`
      select cardinality(contact_ids) as n from private.import_slices where import_id = ${done.id}`;
    expect(kept).toEqual([{ n: 3 }]);
    const before = await world.work(done.id, { now: new Date(Date.now() + 6.9 * DAY_MS) });
    expect(before?.hasRejectedRows).toBe(true);
    const after = await world.work(done.id, { now: new Date(Date.now() + 7.1 * DAY_MS) });
    expect(after).toMatchObject({ status: 'completed', hasRejectedRows: false });
    expect(await world.sql`select 1 from private.import_contacts where import_id = ${done.id}`).toHaveLength(
      0,
    );
    const { token } = world.api.ours.users.admin;
    await world.api.refused('undoImport', 409, { token, params: { org: world.org, import: done.id } });
  });
});
