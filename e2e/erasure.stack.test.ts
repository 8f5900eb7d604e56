/** A person with everything that there can be of a person, exported and erased; with real Temporal, Postgres, Storage and WhatsApp. */
import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContactImport } from '../core/api/imports.ts';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import { DEMO } from '../local/demo.ts';
import { rowsWith } from '../local/testing/find-values.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { unzip } from '../local/testing/unzip.ts';
import { textWebhook } from '../local/testing/webhooks.ts';
import { demo } from '../platform/seed/demo.ts';
import { workflowIds } from '../workflows/contract.ts';
import { apiClient, type ApiClient } from './api-client.ts';
import { exportContacts, storedFiles, uploadContacts } from './contact-files.ts';
import { person, type Person } from './person.ts';
import { signedPost } from './signed-post.ts';
import { temporalClient } from './temporal-client.ts';
import { readCurrentDetails, readDescription, readHistory } from './workflow-history.ts';

const NUMBER = '15557790001';
const NAME = 'Zebulon Quirke';
const ANSWER = 'Hartenberg';
const CAPTION = 'My house in Hartenberg';
const PHOTO =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const AGENTS_WORDS = 'Your blue parcel is on its way';
const recordings: Record<string, string> = { fetchMedia: 'fetch-media.v3', eraseContact: 'erase-contact.v3' };

let stack: Stack;
let api: ApiClient;
let client: Client;
let zebulon: Person;
let contactId: string;
let runId: string;
let erasureId: string;
let archive: Record<string, Buffer>;
/** Everything that tells of the person, WhatsApp's ids of their messages included. */
let values: string[];
let inboundWamid: string;

beforeAll(async () => {
  stack = await startStack({ supabase: true });
  api = apiClient(stack);
  client = await temporalClient(stack);
  await publishFlow();
  zebulon = person(stack, NUMBER, NAME);
  await zebulon.says('begin');
  await zebulon.gets('Where do you live?');
  await zebulon.says(ANSWER);
  await zebulon.gets(`${NAME} lives in ${ANSWER}`);
  await zebulon.sends({ type: 'image', image: { base64: PHOTO, mime_type: 'image/png', caption: CAPTION } });
  await zebulon.says('STOP');
  contactId = await idOf('select contact_id as id from contact_identities where value = $1', NUMBER);
  runId = await idOf(`select id from flow_runs where contact_id = $1 and status = 'waiting'`, contactId);
  await agentWrites();
  await bringFiles();
  const wamids = await stack.sql<{ wamid: string; direction: string }[]>`
    select wamid, direction from messages where contact_id = ${contactId} and wamid is not null order by created_at`;
  inboundWamid = wamids.find(({ direction }) => direction === 'inbound')!.wamid;
  values = [NUMBER, NAME, ANSWER, AGENTS_WORDS, CAPTION, ...wamids.map(({ wamid }) => wamid)];
}, 120_000);
afterAll(() => stack?.stop());

describe('a person who wants to know and then to be forgotten', () => {
  it('gets everything in one archive', async () => {
    const response = await fetch(`${stack.urls.api}/v1/orgs/${demo.orgId}/contacts/${contactId}/export`, {
      headers: { authorization: `Bearer ${DEMO.apiKey}` },
    });
    archive = await unzip(new Uint8Array(await response.arrayBuffer()));
    expect(archive['contact.json']!.toString()).toContain(NUMBER);
    expect(archive['messages.json']!.toString()).toContain(AGENTS_WORDS);
    expect(archive['runs.json']!.toString()).toContain('Asks and waits');
    expect(archive['consent.json']!.toString()).toContain('denied');
  });

  it('gets the photo that they sent in it', async () => {
    const [photo] =
      await stack.sql`select id from messages where contact_id = ${contactId} and type = 'image'`;
    expect(archive[`media/${photo!.id as string}.png`]!.toString('base64')).toBe(PHOTO);
  });

  it('is erased, with counts and a proof', async () => {
    const before = await rowsWith(stack.sql, values);
    for (const table of [
      'public.flow_runs',
      'public.messages',
      'private.webhook_events',
      'private.idempotency_keys',
    ])
      expect(before[table], table).toBeGreaterThan(0);
    const asked = await api.post<{ id: string }>(`/contacts/${contactId}/erasure`, { reason: 'request' });
    expect(asked.status).toBe(202);
    erasureId = asked.body.id;
    const erasure = await stack.waitFor(async () => {
      const { body } = await api.get<{ status: string }>(`/erasures/${erasureId}`);
      return body.status === 'completed' ? body : null;
    });
    expect(erasure).toMatchObject({
      contactId,
      counts: { contacts: 1, runs: 1, optOutsKept: 2, exportFiles: 1, importFiles: 2, mediaFiles: 1 },
      proof: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    const [row] = await stack.sql`
      select encode(sha256(convert_to(private.erasure_statement(e), 'UTF8')), 'hex') = proof as "isTrue" from erasures e`;
    expect(row).toEqual({ isTrue: true });
  });

  it('leaves no file', async () => {
    await stack.waitFor(async () => (await storedFiles(stack)).length === 0);
  });

  it('leaves nothing in any column of the database', async () => {
    expect(await rowsWith(stack.sql, values)).toEqual({});
  });

  it('leaves the entries of the audit log, by id, with the workflow that did it', async () => {
    const { body } = await api.get<{ items: { subject: string; action: string; actor: object }[] }>(
      `/audit?contactId=${contactId}&limit=100`,
    );
    const workflowId = workflowIds.eraseContact(demo.orgId, erasureId);
    expect(body.items).toContainEqual(
      expect.objectContaining({
        ...{ subject: 'contact', action: 'deleted' },
        actor: expect.objectContaining({ kind: 'system', workflowId }) as object,
      }),
    );
    expect(body.items).toContainEqual(
      expect.objectContaining({
        ...{ subject: 'consent', action: 'created' },
        actor: expect.objectContaining({ workflowId: workflowIds.flowRun(demo.orgId, runId) }) as object,
      }),
    );
    expect(body.items).toContainEqual(expect.objectContaining({ subject: 'contact', action: 'exported' }));
  });

  it('ends the flow, and Temporal keeps ids only', async () => {
    expect(await client.workflow.getHandle(workflowIds.flowRun(demo.orgId, runId)).result()).toBe('gone');
    const expected = [
      ...['flowRun', 'conversationWindow', 'conversationOutbox', 'importContacts', 'exportContacts'],
      ...['eraseContact', 'fetchMedia'],
    ];
    // What Temporal lists comes some moments later.
    const seen = await stack.waitFor(async () => {
      const found = await executions();
      return expected.every((name) => found.some(({ type }) => type === name)) ? found : null;
    });
    for (const { workflowId, runId: execution, type } of seen) {
      const handle = client.workflow.getHandle(workflowId, execution);
      const details = await readCurrentDetails(handle);
      if (type === 'eraseContact') expect(details).toBe(`Erasure ${erasureId} is complete`);
      if (type === 'fetchMedia') expect(details).toBe('The file is stored');
      const history = await readHistory(handle, recordings[type]);
      const kept = [history, await readDescription(handle), details].join('\n');
      expect(kept, type).toContain(workflowId);
      for (const value of values) expect(kept, type).not.toContain(value);
    }
  });

  it('is not brought back by what WhatsApp sends late', async () => {
    await signedPost(
      stack.urls.api,
      textWebhook({ from: NUMBER, wamid: inboundWamid, text: ANSWER, name: NAME }),
    );
    await stack.simulator.read(NUMBER);
    await stack.waitFor(async () => {
      const [row] = await stack.sql<{ late: number; pending: number }[]>`
        select count(*) filter (where erased_at is not null and received_at > e.completed_at)::int as late,
          count(*) filter (where state = 'pending')::int as pending
        from private.webhook_events, erasures e`;
      return row!.late >= 2 && row!.pending === 0;
    });
    expect(await rowsWith(stack.sql, values)).toEqual({});
  });

  it('starts anew by their next message: they are answered, and still get no marketing', async () => {
    await zebulon.says('begin');
    await zebulon.gets('Where do you live?');
    const [next] = await stack.sql`
      select c.id, c.marketing_consent as marketing, c.utility_consent as utility, c.suppressed from contacts c
      join contact_identities i on i.contact_id = c.id and i.kind = 'wa_id' and i.value = ${NUMBER}`;
    expect(next).toMatchObject({ marketing: 'denied', utility: 'unknown', suppressed: false });
    expect(next!.id).not.toBe(contactId);
  });
});

async function publishFlow(): Promise<void> {
  await api.publish('Asks and waits', {
    nodes: {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'begin' }] }),
      city: sampleNode('ask', 0, 0, {
        ...{ text: 'Where do you live?', saveAs: 'city', validation: { kind: 'text' } },
        ...{ tries: 1, retryText: '', timeoutMs: 3_600_000 },
      }),
      noted: sampleNode('set-consent', 0, 0, { state: 'granted', purpose: 'utility' }),
      tell: sampleNode('send-text', 0, 0, { text: '{{ contact.name }} lives in {{ answers.city }}' }),
      wait: sampleNode('delay', 0, 0, { mode: 'duration', durationMs: 20 * 86_400_000 }),
      end: sampleNode('exit', 0, 0, { outcome: 'completed', reason: 'Done' }),
    },
    edges: edgesFrom([
      ['start', 'next', 'city'],
      ['city', 'valid', 'noted'],
      ['noted', 'next', 'tell'],
      ['tell', 'sent', 'wait'],
      ['wait', 'next', 'end'],
    ]),
    variables: { city: { type: 'text' } },
  });
}

async function agentWrites(): Promise<void> {
  const conversation = await idOf('select id from conversations where contact_id = $1', contactId);
  const path = `/conversations/${conversation}/messages`;
  expect((await api.post(path, { text: AGENTS_WORDS }, `parcel-${NUMBER}`)).status).toBe(202);
  await zebulon.gets(AGENTS_WORDS);
}

/** A file with their number that waits to be imported, one of rows that were refused, and an export. */
async function bringFiles(): Promise<void> {
  const rows = `Phone,Name\n+${NUMBER},${NAME}\n`;
  await uploadContacts(stack, rows);
  const { id, mapping } = await uploadContacts(stack, `${rows}+1 555 779 0001,${NAME}\n`);
  expect((await api.post(`/imports/${id}/start`, mapping)).status).toBe(202);
  await stack.waitFor(async () => {
    const { body } = await api.get<ContactImport>(`/imports/${id}`);
    return body.status === 'completed' && body.hasRejectedRows;
  });
  await exportContacts(stack, api);
  await stack.waitFor(async () => (await storedFiles(stack)).length === 4);
}

async function idOf(query: string, value: string): Promise<string> {
  const row = await stack.waitFor(async () => (await stack.sql.unsafe<{ id: string }[]>(query, [value]))[0]);
  return row.id;
}

async function executions(): Promise<WorkflowExecutionInfo[]> {
  const found: WorkflowExecutionInfo[] = [];
  for await (const one of client.workflow.list()) found.push(one);
  return found;
}
