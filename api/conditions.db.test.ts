import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations, type Operation } from '../core/api/operations.ts';
import { waitUntil } from '../local/process/wait.ts';
import { createDatabase } from '../local/testing/database.ts';
import { representationOf } from './representation.ts';
import { createTestApi, type CallInput, type TestApi } from './testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
});
afterAll(() => api.close());

const ofContact = (rest: Partial<CallInput> = {}): CallInput => ({
  token: api.ours.users.agent.token,
  params: { org: api.ours.id, contact: api.ours.contactId },
  ...rest,
});
const rename = (name: string, ifMatch: string) =>
  api.send('updateContact', ofContact({ body: { name }, headers: { 'if-match': ifMatch } }));

async function currentEtag(): Promise<string> {
  return (await api.send('getContact', ofContact())).headers.get('etag')!;
}

describe('reading', () => {
  it('answers an ETag, and 304 without a body to who has it', async () => {
    const etag = await currentEtag();
    expect(etag).toMatch(/^"[\w-]+"$/);
    for (const known of [etag, `"x", W/${etag}`, '*']) {
      const response = await api.send('getContact', ofContact({ headers: { 'if-none-match': known } }));
      expect([response.status, await response.text(), response.headers.get('etag')]).toEqual([304, '', etag]);
    }
    expect((await api.send('getContact', ofContact({ headers: { 'if-none-match': '"x"' } }))).status).toBe(
      200,
    );
  });

  it('answers another one after a change, which the change itself has told', async () => {
    const before = await currentEtag();
    const changed = await api.send('updateContact', ofContact({ body: { name: 'Grace' } }));
    const after = await currentEtag();
    expect(after).not.toBe(before);
    expect(changed.headers.get('etag')).toBe(after);
  });

  it('does so for lists', async () => {
    const input = { token: api.ours.apiKey, params: { org: api.ours.id } };
    const etag = (await api.send('listContacts', input)).headers.get('etag')!;
    const again = await api.send('listContacts', { ...input, headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });
});

describe('writing with If-Match', () => {
  it('is done on what the writer has seen', async () => {
    const response = await rename('Seen', `"old", ${await currentEtag()}`);
    expect(response.status).toBe(200);
    expect((await rename('Any', '*')).status).toBe(200);
  });

  it('is refused on what was changed since, and changes nothing', async () => {
    const stale = await currentEtag();
    await api.call('updateContact', ofContact({ body: { name: 'Newer' } }));
    for (const given of [stale, `W/${await currentEtag()}`, 'x', '']) {
      const headers = { 'if-match': given };
      const problem = await api.refused('updateContact', 412, ofContact({ body: { name: 'Lost' }, headers }));
      expect(problem.code).toBe('precondition_failed');
    }
    expect((await api.call('getContact', ofContact())).name).toBe('Newer');
  });

  it('is won by one of many at once', async () => {
    const etag = await currentEtag();
    const responses = await Promise.all(Array.from({ length: 8 }, (_, i) => rename(`Writer ${i}`, etag)));
    const statuses = responses.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 412, 412, 412, 412, 412, 412, 412]);
  });

  it('loses to a writer beside the API who comes in between', async () => {
    const etag = await currentEtag();
    const { sql } = api.database;
    const writing = await sql.begin(async (tx) => {
      await tx`update public.contacts set name = 'From the phone' where id = ${api.ours.contactId}`;
      const response = rename('Lost', etag);
      await waitUntil(async () => (await sql`select 1 from pg_locks where not granted`).length > 0, {
        timeoutMs: 5_000,
        what: 'the request to wait for the row',
      });
      return { response };
    });
    expect((await writing.response).status).toBe(412);
    expect((await api.call('getContact', ofContact())).name).toBe('From the phone');
  });

  it('goes through when somebody changes something else meanwhile', async () => {
    const { sql } = api.database;
    const etag = await currentEtag();
    const other = sql`update public.contacts set name = 'Other' where org_id = ${api.theirs.id}`;
    const [response] = await Promise.all([rename('Mine', etag), other]);
    expect(response.status).toBe(200);
  });

  it('is refused where nothing has an ETag', async () => {
    const { id: org, users } = api.ours;
    const headers = { 'if-match': '*' };
    const body = { value: 'x' };
    await api.refused('setSecret', 412, {
      token: users.admin.token,
      params: { org, name: 's' },
      body,
      headers,
    });
  });
});

it('knows for every change the GET that shows it', () => {
  for (const operation of Object.values<Operation>(operations)) {
    const shownBy = representationOf(operation);
    if (shownBy !== null) expect((operations[shownBy] as Operation).method).toBe('get');
    // A GET with fewer placeholders in its path could not be asked with the same parameters.
    if (shownBy !== null) expect(operation.path.startsWith(operations[shownBy].path)).toBe(true);
  }
});
