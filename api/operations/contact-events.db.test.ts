import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../local/testing/database.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let token: string;
let org: string;
let contact: string;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  token = api.ours.users.agent.token;
  org = api.ours.id;
  contact = api.ours.contactId;
});
afterAll(() => api.close());

const report = (body: Record<string, unknown>) =>
  api.call('reportContactEvent', { token, params: { org, contact }, body });
const stored = () => api.database.sql`
  select name, detail, cause_depth from public.contact_events
  where contact_id = ${contact} and kind = 'api_event' order by id`;

describe('an event that is reported of a contact', () => {
  it('is stored with its data, where routing finds it', async () => {
    const event = await report({
      name: 'order.paid',
      data: { total: 12.5, number: 'A7', gift: false, note: null },
    });
    expect(event).toMatchObject({ contactId: contact, name: 'order.paid', isNew: true });
    expect((await stored()).at(-1)).toEqual({
      name: 'order.paid',
      detail: { total: 12.5, number: 'A7', gift: false, note: null },
      cause_depth: 0,
    });
  });

  it('with the same key is the same event, for each name and contact', async () => {
    const first = await report({ name: 'order.sent', key: 'o-1', data: { n: 1 } });
    const again = await report({ name: 'order.sent', key: 'o-1', data: { n: 2 } });
    expect(again).toEqual({ ...first, isNew: false });
    expect(await report({ name: 'order.back', key: 'o-1' })).toMatchObject({ isNew: true });
    const sent = (await stored()).filter(({ name }) => name === 'order.sent');
    expect(sent.map(({ detail }) => detail as object)).toEqual([{ n: 1 }]);
    await Promise.all(Array.from({ length: 5 }, () => report({ name: 'order.raced', key: 'o-1' })));
    expect((await stored()).filter(({ name }) => name === 'order.raced')).toHaveLength(1);
  });

  it('may name the contact by any way to write the number', async () => {
    const body = { phone: `+${api.ours.contactPhone.replace(/\D/g, '')}`, name: 'visit' };
    expect(await api.call('reportEvent', { token, params: { org }, body })).toMatchObject({
      contactId: contact,
    });
    const byId = { contactId: contact, name: 'visit' };
    expect(await api.call('reportEvent', { token, params: { org }, body: byId })).toMatchObject({
      isNew: true,
    });
    const unknown = { phone: '+1 555 010 7777', name: 'visit' };
    await api.refused('reportEvent', 404, { token, params: { org }, body: unknown });
    await api.refused('reportEvent', 422, { token, params: { org }, body: { name: 'visit' } });
  });

  it('needs the agent role, and a contact of the organisation', async () => {
    const body = { name: 'x' };
    const viewer = api.ours.users.viewer.token;
    await api.refused('reportContactEvent', 403, { token: viewer, params: { org, contact }, body });
    const foreign = api.theirs.contactId;
    await api.refused('reportContactEvent', 404, { token, params: { org, contact: foreign }, body });
    await api.refused('reportEvent', 404, { token, params: { org }, body: { ...body, contactId: foreign } });
  });

  it('is refused without a name, with data that are no plain values, and with too many of them', async () => {
    const fields = async (body: object) =>
      (await api.refused('reportContactEvent', 422, { token, params: { org, contact }, body })).errors?.map(
        ({ field }) => field,
      );
    expect(await fields({ name: ' ' })).toEqual(['name']);
    expect(await fields({ name: 'x', data: { list: [1] } })).toEqual(['data.list']);
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`f${n}`, n]));
    expect(await fields({ name: 'x', data: many })).toEqual(['data']);
  });
});
