import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../local/process/wait.ts';
import { wordsOf } from './person.ts';
import { textWebhook } from '../local/testing/webhooks.ts';
import { workflowIds } from '../workflows/contract.ts';
import { startSkippingStack, type SkippingStack } from './skipping-stack.ts';
import { readHistory } from './workflow-history.ts';

let stack: SkippingStack;

beforeAll(async () => {
  stack = await startSkippingStack();
});
afterAll(() => stack?.stop());

describe('the Welcome flow, when the person says nothing', () => {
  it('nudges once after 30 minutes and ends 30 minutes later', async () => {
    const lena = '15556660001';
    await stack.receive(
      textWebhook({ from: lena, wamid: 'wamid.lena-1', text: 'hi', name: 'Lena', at: await stack.now() }),
    );
    await arrived(lena, 1);
    await stack.skip('29 minutes');
    expect(await received(lena)).toHaveLength(1);

    await stack.skip('2 minutes');
    await arrived(lena, 2);
    expect((await received(lena))[1]).toContain('Are you still there?');

    await stack.skip('31 minutes');
    await runStatus('Lena', 'exited');
    await stack.skip('2 days');
    expect(await received(lena)).toHaveLength(2);
  });
});

describe('the 24-hour window', () => {
  it('is moved by every message and closed by its workflow a day after the last one', async () => {
    const otto = '15556660002';
    await stack.receive(
      textWebhook({ from: otto, wamid: 'wamid.otto-1', text: 'first', name: 'Otto', at: await stack.now() }),
    );
    await stack.skip('20 hours');
    await stack.receive(
      textWebhook({ from: otto, wamid: 'wamid.otto-2', text: 'second', name: 'Otto', at: await stack.now() }),
    );
    await stack.skip('20 hours');
    expect(await windowOf('Otto')).not.toBeNull();
    await stack.skip('5 hours');
    await waitUntil(async () => (await windowOf('Otto')) === null, { timeoutMs: 10_000 });
    const [row] = await stack.sql<{ org_id: string; id: string; window_seq: number }[]>`
      select v.org_id, v.id, v.window_seq from conversations v join contacts c on c.id = v.contact_id where c.name = 'Otto'`;
    const workflowId = workflowIds.conversationWindow(row!.org_id, row!.id, row!.window_seq);
    const handle = stack.env.client.workflow.getHandle(workflowId);
    await handle.result();
    await readHistory(handle, 'conversation-window-closed.v3');
  });
});

describe('the Follow-up drip, started by a tag', () => {
  it('thanks at once, writes after one day and after three more', async () => {
    const ines = await leadCalled('Ines', '15556660003');
    await arrived(ines, 1);
    expect((await received(ines))[0]).toContain('thanks_update');
    await stack.skip('23 hours');
    expect(await received(ines)).toHaveLength(1);
    await stack.skip('2 hours');
    await arrived(ines, 2);
    await stack.skip('2 days');
    expect(await received(ines)).toHaveLength(2);
    await stack.skip('1 day');
    await arrived(ines, 3);
    await runStatus('Ines', 'completed');
  });

  it('stops when the person replies', async () => {
    const jana = await leadCalled('Jana', '15556660004');
    await arrived(jana, 1);
    await stack.skip('25 hours');
    await arrived(jana, 2);
    await stack.receive(
      textWebhook({ from: jana, wamid: 'wamid.jana-1', text: 'thank you', at: await stack.now() }),
    );
    await runStatus('Jana', 'exited');
    await stack.skip('4 days');
    expect(await received(jana)).toHaveLength(2);
  });
});

async function leadCalled(name: string, waId: string): Promise<string> {
  await stack.sql`
    with contact as (
      insert into contacts (org_id, name) select id, ${name} from organizations where slug = 'demo' returning id, org_id
    )
    insert into contact_identities (org_id, kind, value, contact_id)
    select org_id, kind, prefix || ${waId}::text, id from contact, (values ('wa_id', ''), ('phone', '+')) as k (kind, prefix)`;
  await stack.sql`update contacts set tags = '{lead}' where name = ${name}`;
  return waId;
}

async function received(number: string): Promise<string[]> {
  return (await stack.simulator.outbound({ to: number, limit: 100 })).items.map(wordsOf);
}

function arrived(number: string, count: number) {
  return waitUntil(async () => (await received(number)).length === count, { timeoutMs: 15_000 });
}

function runStatus(name: string, status: string) {
  return waitUntil(
    async () => {
      const [run] = await stack.sql`
        select r.status from flow_runs r join contacts c on c.id = r.contact_id where c.name = ${name}`;
      return run?.status === status;
    },
    { timeoutMs: 15_000 },
  );
}

async function windowOf(name: string) {
  const [row] = await stack.sql`
    select v.window_expires_at from conversations v join contacts c on c.id = v.contact_id where c.name = ${name}`;
  return row?.window_expires_at as Date | null;
}
