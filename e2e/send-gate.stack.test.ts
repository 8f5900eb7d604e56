import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO } from '../local/demo.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { person } from './person.ts';
import { temporalClient } from './temporal-client.ts';
import { readHistory } from './workflow-history.ts';

let stack: Stack;
let client: Client;
let serial = 0;

beforeAll(async () => {
  stack = await startStack();
  client = await temporalClient(stack);
});
beforeEach(() => stack.simulator.removeFaults());
afterAll(() => stack?.stop());

describe('a message that Meta refuses for now', () => {
  it('is sent again after a transient error, until it is accepted, and then once', async () => {
    const gil = someone('Gil');
    await stack.simulator.addFault({
      match: { to: gil.number },
      times: 2,
      action: { error: { status: 500, code: 131000 } },
    });
    await gil.says('hi');
    await gil.gets('Hi Gil!');
    const message = await outboundOf('Gil', (m) => m.status_rank >= 30);
    expect(message.attempt).toBe(3);
    expect(await gil.received()).toHaveLength(1);
    const [run] = await stack.sql<{ workflow_id: string }[]>`
      select r.workflow_id from flow_runs r join contacts c on c.id = r.contact_id where c.name = 'Gil'`;
    const history = await readHistory(client.workflow.getHandle(run!.workflow_id), 'flow-run-send.v3');
    expect(history).toContain('"name": "send"');
    expect(history).not.toMatch(/Hi Gil|15559900001/);
  });

  it('waits as long as Meta asks when the number is too fast', async () => {
    const hal = someone('Hal');
    await stack.simulator.addFault({
      match: { to: hal.number },
      times: 1,
      action: { error: { status: 400, code: 130429 } },
    });
    await hal.says('hi');
    await hal.gets('Hi Hal!');
    expect((await outboundOf('Hal', (m) => m.status_rank >= 30)).attempt).toBe(2);
  });
});

describe('a message that Meta refuses for good', () => {
  it('fails with the code kept, and its run waits for somebody to decide', async () => {
    const ida = someone('Ida');
    await stack.simulator.addFault({
      match: { to: ida.number },
      action: { error: { status: 400, code: 131026 } },
    });
    await ida.says('hi');
    const message = await outboundOf('Ida', (m) => m.status === 'failed');
    expect(message).toMatchObject({ error_code: '131026', attempt: 1 });
    const run = await stack.waitFor(async () => {
      const [row] = await stack.sql`
        select r.status, r.waiting_for from flow_runs r join contacts c on c.id = r.contact_id where c.name = 'Ida'`;
      return row?.status === 'needsAttention' ? row : undefined;
    });
    expect(run.waiting_for).toContain('(131026): retry, skip or exit');
  });
});

describe('a message whose outcome nobody knows', () => {
  it('is never sent again by itself, doesn’t stop its run, and is resolved by a status with our id', async () => {
    const jon = someone('Jon');
    await stack.simulator.addFault({
      match: { to: jon.number },
      times: 1,
      action: { timeoutAfterAccept: true },
    });
    // The status is dropped too, so that the outcome stays unknown until a read mark tells.
    await stack.simulator.addFault({
      match: { to: jon.number, type: 'status' },
      action: { webhook: 'drop' },
    });
    await jon.says('hi');
    await outboundOf('Jon', (m) => m.status === 'unknown');
    const [run] = await stack.sql`
      select r.status from flow_runs r join contacts c on c.id = r.contact_id where c.name = 'Jon'`;
    expect(run!.status).toBe('waiting');

    await stack.simulator.removeFaults();
    await stack.simulator.read(jon.number);
    await outboundOf('Jon', (m) => m.status === 'read');
    expect(await jon.received()).toHaveLength(1);
    expect((await stack.simulator.stats()).duplicates).toBe(0);
  });

  it('is unknown when the connection is cut after the request was written', async () => {
    const kim = someone('Kim');
    await stack.simulator.addFault({ match: { to: kim.number }, times: 1, action: { dropBefore: true } });
    await kim.says('hi');
    const message = await outboundOf('Kim', (m) => m.status === 'unknown');
    expect(message.attempt).toBe(1);
  });
});

describe('an agent’s message', () => {
  it('goes out in the order it was written and shows its status', async () => {
    const lea = someone('Lea');
    await lea.says('What about Friday?');
    const conversation = await conversationOf('Lea');
    for (const text of ['First', 'Second', 'Third'])
      expect((await sendAsAgent(conversation, text)).status).toBe(202);
    await lea.gets('First');
    await lea.gets('Second');
    await lea.gets('Third');
  });

  it.each([
    ['Pia', 'is refused for good', { error: { status: 400, code: 131026 } }, ['Second'], 'failed'],
    ['Quin', 'has to wait', { error: { status: 400, code: 131056 } }, ['Second', 'First'], 'sent'],
    ['Rob', 'has an outcome that nobody knows', { dropBefore: true }, ['Second'], 'unknown'],
  ])('of %s that %s blocks no other', async (name, _what, action, received, status) => {
    const them = someone(name);
    await them.says('What about Friday?');
    const conversation = await conversationOf(name);
    await stack.simulator.addFault({ match: { to: them.number }, times: 1, action });
    for (const text of ['First', 'Second']) expect((await sendAsAgent(conversation, text)).status).toBe(202);
    await stack.waitFor(async () => (await them.received()).length === received.length);
    expect(await them.received()).toEqual(received);
    // Later statuses raise it further.
    await outboundOf(name, (m) => m.status === status || (status === 'sent' && m.status_rank >= 30));
    expect((await stack.simulator.stats()).duplicates).toBe(0);
  });

  it('is refused with 409 when the 24-hour window is closed', async () => {
    const mo = someone('Mo');
    await mo.says('Hello there, a question');
    const conversation = await conversationOf('Mo');
    await stack.sql`update conversations set window_expires_at = now() - interval '1 minute' where id = ${conversation.id}`;
    const answer = await sendAsAgent(conversation, 'Too late');
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: 'window_closed' });
  });

  it('is not sent by a flow while a person has taken over', async () => {
    const nat = someone('Nat');
    await nat.says('A question');
    const conversation = await conversationOf('Nat');
    await stack.sql`update conversations set mode = 'human' where id = ${conversation.id}`;
    await nat.says('hi');
    await stack.waitFor(
      async () =>
        (await stack.sql`select 1 from messages where conversation_id = ${conversation.id}`).length === 2,
    );
    expect(await stack.sql`select 1 from flow_runs where conversation_id = ${conversation.id}`).toHaveLength(
      0,
    );
  });
});

function someone(name: string) {
  serial += 1;
  return person(stack, `1555990${String(serial).padStart(4, '0')}`, name);
}

function outboundOf(name: string, isAsWanted: (message: OutboundRow) => boolean) {
  return stack.waitFor(
    async () => {
      const [row] = await stack.sql<OutboundRow[]>`
        select m.status, m.status_rank, m.attempt, m.error_code from messages m join contacts c on c.id = m.contact_id
        where c.name = ${name} and m.direction = 'outbound' order by m.created_at limit 1`;
      return row && isAsWanted(row) ? row : undefined;
    },
    { timeoutMs: 40_000 },
  );
}

interface OutboundRow {
  status: string;
  status_rank: number;
  attempt: number;
  error_code: string | null;
}

function conversationOf(name: string) {
  return stack.waitFor(async () => {
    const [row] = await stack.sql<{ id: string; org_id: string }[]>`
      select v.id, v.org_id from conversations v join contacts c on c.id = v.contact_id where c.name = ${name}`;
    return row;
  });
}

async function sendAsAgent(conversation: { id: string; org_id: string }, text: string) {
  return fetch(`${stack.urls.api}/v1/orgs/${conversation.org_id}/conversations/${conversation.id}/messages`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await stack.token(DEMO.users[1])}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ text }),
  });
}
