/** An invitation's mail on its way, with a mail server that is away at first; and what a deleted organisation leaves: nothing. */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMailbox, type Mailbox } from '../local/mailbox/mailbox.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';
import { apiClient, type ApiClient } from './api-client.ts';
import { person } from './person.ts';
import { readCurrentDetails, readHistory } from './workflow-history.ts';
import { temporalClient } from './temporal-client.ts';

const RELEASE = 'v3';
const GUEST = 'wilhelmina@guest.test';

let stack: Stack;
let client: Client;
let api: ApiClient;
let mailbox: Mailbox;

beforeAll(async () => {
  stack = await startStack();
  api = apiClient(stack);
  client = await temporalClient(stack);
});
afterAll(async () => {
  await mailbox?.close();
  await stack?.stop();
});

type Invitations = { items: { id: string; email: string; mail: string }[] };

async function historyOf(name: string, workflowId: string, saysAtLast: string): Promise<string> {
  const handle = client.workflow.getHandle(workflowId);
  await handle.result();
  expect(await readCurrentDetails(handle)).toBe(saysAtLast);
  return readHistory(handle, `${name}.${RELEASE}`);
}

describe('an invitation', () => {
  it('waits for a mail server that is away, arrives once, and is accepted by its link', async () => {
    const made = await api.post('/invitations', { emails: [GUEST], role: 'agent' });
    expect(made.status).toBe(201);
    const listed = await stack.waitFor(async () => {
      const { body } = await api.get<Invitations>('/invitations');
      return body.items.find(({ email, mail }) => email === GUEST && mail === 'failed');
    });
    mailbox = await startMailbox({ smtpPort: Number(new URL(stack.settings.smtpUrl).port), httpPort: 0 });
    const mail = await stack.waitFor(() => mailbox.messages().find(({ to }) => to.includes(GUEST)));
    const token = /\/invitations\/([\w-]{43})/.exec(mail.text)![1]!;
    const history = await historyOf(
      'send-mail',
      `mail/${demo.orgId}/invitation/${listed.id}/1`,
      'The mail server has the mail',
    );
    for (const secret of [GUEST, token, 'Demo invites']) expect(history).not.toContain(secret);
    expect(mailbox.messages()).toHaveLength(1);

    const lookup = await fetch(`${stack.urls.api}/v1/invitations/lookup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    expect(await lookup.json()).toMatchObject({ state: 'open', organizationName: 'Demo', email: GUEST });

    await stack.sql`insert into auth.users (id, email, email_confirmed_at) values (${randomUUID()}, ${GUEST}, now())`;
    const accepted = await fetch(`${stack.urls.api}/v1/invitations/accept`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await stack.token(GUEST)}`, 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    expect([accepted.status, await accepted.json()]).toMatchObject([
      200,
      { org: { id: demo.orgId }, role: 'agent' },
    ]);
  });
});

describe('a deleted organisation', () => {
  it('ends its runs and leaves no row and no workflow', async () => {
    const mina = person(stack, '15553334477', 'Mina');
    await mina.says('hi');
    await mina.gets('Hi Mina!');
    const [run] = await stack.sql<
      { workflowId: string }[]
    >`select workflow_id as "workflowId" from flow_runs`;
    const response = await fetch(`${stack.urls.api}/v1/orgs/${demo.orgId}?confirm=Demo`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${await stack.token()}` },
    });
    expect(response.status).toBe(200);
    expect((await api.get('/contacts')).status).toBe(401);
    await stack.waitFor(async () => (await stack.sql`select 1 from organizations`).length === 0);
    const said = `Nothing is left of organisation ${demo.orgId}`;
    expect(await historyOf('organization-purge', `purge/${demo.orgId}`, said)).not.toContain('Demo');
    expect(await stack.sql`select 1 from messages`).toEqual([]);
    expect(await client.workflow.getHandle(run!.workflowId).result()).toBe('gone');
  });
});
