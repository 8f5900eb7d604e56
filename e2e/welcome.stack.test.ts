import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { person } from './person.ts';
import { temporalClient } from './temporal-client.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.stop());

describe('the Welcome flow', () => {
  it('books a visit: greeting, two questions, a confirmation with both answers, a tag, a completed run', async () => {
    const maya = person(stack, '15551234567', 'Maya Lind');
    await maya.says('hi');
    await maya.gets('Hi Maya!');
    await maya.presses('book');
    await maya.gets('name');
    await maya.says('Maya Lind');
    await maya.gets('day');
    await maya.presses('tuesday');
    const confirmation = await maya.gets('Maya Lind');
    expect(JSON.stringify(confirmation.body)).toContain('Tuesday');

    const run = await stack.waitFor(async () => {
      const [row] = await stack.sql`
        select r.status, c.tags, (select count(*)::int from flow_run_steps s where s.run_id = r.id) as steps
        from flow_runs r join contacts c on c.id = r.contact_id where r.ended_at is not null`;
      return row;
    });
    expect(run).toMatchObject({ status: 'completed', tags: ['booked'] });
    expect(await stack.simulator.stats()).toMatchObject({ duplicates: 0, rejected: {} });
  });

  it('shows sent, delivered and read marks as they come', async () => {
    const ben = person(stack, '15551234568', 'Ben');
    await ben.says('hello');
    await ben.gets('Hi Ben!');
    const statusIs = (wanted: string) =>
      stack.waitFor(async () => {
        const [row] = await stack.sql`
          select m.status from messages m join contacts c on c.id = m.contact_id
          where c.name = 'Ben' and m.direction = 'outbound'`;
        return row?.status === wanted;
      });
    await statusIs('delivered');
    await stack.simulator.read(ben.number);
    await statusIs('read');
  });

  it('answers prices with a text and hands over to people on request', async () => {
    const cleo = person(stack, '15551234569', 'Cleo');
    await cleo.says('Hello');
    await cleo.gets('Hi Cleo!');
    await cleo.presses('person');
    await stack.waitFor(async () => {
      const [row] = await stack.sql`
        select v.mode from conversations v join contacts c on c.id = v.contact_id where c.name = 'Cleo'`;
      return row?.mode === 'human';
    });
  });

  it('begins where it is started: its first task comes back with the answer to the start', async () => {
    const dora = person(stack, '15551234570', 'Dora');
    await dora.says('hi');
    await dora.gets('Hi Dora!');
    const [run] = await stack.sql<{ id: string }[]>`
      select r.workflow_id as id from flow_runs r join contacts c on c.id = r.contact_id where c.name = 'Dora'`;
    const client = await temporalClient(stack);
    const { events } = await client.workflow.getHandle(run!.id).fetchHistory();
    expect(events?.[0]?.workflowExecutionStartedEventAttributes).toMatchObject({
      eagerExecutionAccepted: true,
    });
  });
});
