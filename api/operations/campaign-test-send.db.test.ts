import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCampaignDoc, type CampaignDoc } from '../../core/campaigns/document.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let org: string;
let admin: string;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  org = api.ours.id;
  admin = api.ours.users.admin.token;
  const { sql } = api.database;
  await sql`
    insert into public.templates (org_id, waba_account_id, name, language, category, status, components)
    select org_id, waba_account_id, 'sale', 'en', 'MARKETING', 'APPROVED', ${sql.json([{ type: 'BODY', text: 'Hi {{1}}!' }])}
    from public.phone_numbers where org_id = ${org}`;
});
afterAll(() => api.close());

async function draft(name: string, change: (doc: CampaignDoc) => void = () => {}) {
  const doc = newCampaignDoc();
  doc.variants[0]!.template = { name, language: 'en', header: [], body: ['{{contact.name}}'] };
  change(doc);
  const { id } = await api.call('createCampaign', {
    ...{ token: admin, params: { org } },
    body: { name: 'C', phoneNumberId: api.ours.phoneNumberId, doc },
  });
  return { org, campaign: id };
}

async function person(name: string | null, kinds = ['wa_id']): Promise<string> {
  const id = randomUUID();
  await api.database.sql`insert into public.contacts (id, org_id, name) values (${id}, ${org}, ${name})`;
  for (const kind of kinds)
    await api.database.sql`
      insert into public.contact_identities (org_id, kind, value, contact_id)
      values (${org}, ${kind}, ${`${Math.floor(Math.random() * 1e12)}`}, ${id})`;
  return id;
}

const send = (
  params: { org: string; campaign: string },
  contactIds: string[],
  token = admin,
  body: object = {},
) => api.call('testCampaign', { token, params, body: { contactIds, ...body } });
const messageOf = async (id: string | null) =>
  (await api.database.sql`select * from public.messages where id = ${id}`)[0]!;

describe('a test of a campaign', () => {
  it('is a message of its own, filled in, that goes through the gate', async () => {
    const ada = await person('Ada');
    const { items } = await send(await draft('reminder'), [ada]);
    expect(items).toEqual([{ contactId: ada, messageId: expect.any(String) as string, problem: null }]);
    const message = await messageOf(items[0]!.messageId);
    expect(message).toMatchObject({
      ...{ status: 'queued', source: 'agent', source_user_id: api.ours.users.admin.id, purpose: 'utility' },
      ...{ campaign_id: null, is_unasked: true, text: 'Hello Ada, see you tomorrow.', direction: 'outbound' },
      content: { type: 'template', name: 'reminder', language: 'en', body: ['Ada'] },
    });
    const outbox = await api.database.sql`
      select topic, payload from private.outbox where key = ${message['conversation_id'] as string}`;
    expect(outbox).toEqual([
      { topic: 'conversationOutbox', payload: { orgId: org, messageId: items[0]!.messageId } },
    ]);
  });

  it('goes into the conversation that there is, and leaves what is unread there', async () => {
    const { contactId, conversationId } = api.ours;
    const { items } = await send(await draft('reminder'), [contactId], api.ours.apiKey);
    expect(await messageOf(items[0]!.messageId)).toMatchObject({
      ...{ conversation_id: conversationId, source: 'api', source_user_id: null },
    });
    const [conversation] = await api.database.sql`
      select unread_count, last_message_text from public.conversations where id = ${conversationId}`;
    expect(conversation).toEqual({
      unread_count: 1,
      last_message_text: 'Hello Ada of Ours, see you tomorrow.',
    });
  });

  it('says of everybody who gets nothing why, in one sentence', async () => {
    const [agreed, silent, nobody, nameless] = [
      await person('Ada'),
      await person('Ben'),
      await person('Cleo', []),
      await person(null),
    ];
    await api.database.sql`
      insert into public.consent_events (org_id, contact_id, state, source, at)
      select ${org}, id, 'granted', 'form', now() from unnest(${[agreed, nobody, nameless]}::uuid[]) id`;
    const gone = randomUUID();
    const { items } = await send(await draft('sale'), [agreed, silent, nobody, nameless, gone]);
    expect(Object.fromEntries(items.map(({ contactId, problem }) => [contactId, problem]))).toEqual({
      [agreed]: null,
      [silent]: 'Has not agreed to marketing messages.',
      [nobody]: 'No WhatsApp number or id.',
      [nameless]: 'A value of the template would be empty.',
      [gone]: 'This contact does not exist any more.',
    });
    expect(items.filter(({ messageId }) => messageId !== null)).toHaveLength(1);
  });

  it('writes once to somebody who is named twice', async () => {
    const ada = await person('Ada');
    const { items } = await send(await draft('reminder'), [ada, ada.toUpperCase()]);
    expect(items.map(({ contactId }) => contactId)).toEqual([ada]);
  });

  it('shows the variant that is asked for', async () => {
    const ada = await person('Ada');
    const params = await draft('reminder', (doc) => {
      const [first] = doc.variants;
      doc.variants.push({ ...first!, key: 'B', template: { ...first!.template, body: ['dear'] } });
    });
    const { items } = await send(params, [ada], admin, { variant: 'B' });
    expect(await messageOf(items[0]!.messageId)).toMatchObject({ text: 'Hello dear, see you tomorrow.' });
    const body = { contactIds: [ada], variant: 'C' };
    const refused = await api.refused('testCampaign', 422, { token: admin, params, body });
    expect(refused.errors).toEqual([expect.objectContaining({ field: 'variant' })]);
  });

  it('asks for what its own message needs and for nothing else', async () => {
    const ada = await person('Ada');
    // Nobody is in the audience, and the other variant is wrong.
    const params = await draft('reminder', (doc) =>
      doc.variants.push({
        ...doc.variants[0]!,
        key: 'B',
        template: { name: '', language: 'en', header: [], body: [] },
      }),
    );
    expect((await send(params, [ada])).items[0]!.problem).toBeNull();
    const body = { contactIds: [ada], variant: 'B' };
    const refused = await api.refused('testCampaign', 422, { token: admin, params, body });
    expect(refused).toMatchObject({
      code: 'campaign_has_errors',
      campaignProblems: [{ code: 'template_missing', field: 'variants.1.template.name' }],
    });
  });

  it('is no matter of agents and other organisations, and reaches nobody there', async () => {
    const params = await draft('reminder');
    const body = { contactIds: [api.theirs.contactId] };
    await api.refused('testCampaign', 403, { token: api.ours.users.agent.token, params, body });
    const theirs = { token: api.theirs.users.owner.token, params: { ...params, org: api.theirs.id }, body };
    await api.refused('testCampaign', 404, theirs);
    const { items } = await send(params, [api.theirs.contactId]);
    expect(items).toMatchObject([{ messageId: null, problem: 'This contact does not exist any more.' }]);
  });
});
