import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../local/testing/database.ts';
import { createTestApi, type TestApi } from './testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
});
afterAll(() => api.close());

const headers = (id: string) => ({ 'x-request-id': id });

describe('the id of a request', () => {
  it('goes with the message that it asks to send', async () => {
    const { id: org, conversationId: conversation, users } = api.ours;
    await api.call('sendMessage', {
      token: users.agent.token,
      params: { org, conversation },
      body: { text: 'Hello' },
      headers: headers('trace-send'),
    });
    const rows = await api.database.sql`select topic from private.outbox where request_id = 'trace-send'`;
    expect(rows).toEqual([{ topic: 'conversationOutbox' }]);
  });

  it('goes with every event that it causes', async () => {
    const { id: org, contactId: contact, users } = api.ours;
    await api.call('updateContact', {
      token: users.agent.token,
      params: { org, contact },
      body: { tags: ['lead'] },
      headers: headers('trace-tag'),
    });
    const rows = await api.database
      .sql`select kind from public.contact_events where request_id = 'trace-tag'`;
    expect(rows).toEqual([{ kind: 'tag_added' }]);
  });

  it('is nobody’s where no request is', async () => {
    const { sql } = api.database;
    await sql`insert into private.outbox (topic, key) values ('flowJob', 'x')`;
    const [row] = await sql`select request_id from private.outbox where key = 'x'`;
    expect(row).toEqual({ request_id: null });
  });
});
