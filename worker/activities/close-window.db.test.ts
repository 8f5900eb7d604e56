/** The end of a 24-hour window, and who hears of it before, on a real database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  keyword,
  node,
  startFlowWorld,
  type FlowWorld,
  type Person,
} from '../../local/testing/flow-world.ts';
import { demo } from '../../platform/seed/demo.ts';
import { createWindowActivities } from './close-window.ts';

const MINUTE_MS = 60_000;
let world: FlowWorld;
let sql: FlowWorld['sql'];

beforeAll(async () => {
  world = await startFlowWorld();
  ({ sql } = world);
});
afterAll(() => world?.stop());

/** As the workflow of the person's window does it, so many minutes before the window's end. */
async function look(person: Person, minutesBefore: number) {
  const { conversationId } = await world.contactOf(person);
  const [window] = await sql<{ seq: number; expiresAt: Date }[]>`
    select window_seq as seq, window_expires_at as "expiresAt" from conversations where id = ${conversationId}`;
  const { seq: windowSeq, expiresAt } = window!;
  const now = new Date(expiresAt.getTime() - minutesBefore * MINUTE_MS).toISOString();
  const answer = await createWindowActivities(sql).closeWindow({
    orgId: demo.orgId,
    conversationId,
    windowSeq,
    now,
  });
  return { ...answer, expiresAt: expiresAt.toISOString() };
}

async function eventsOf(person: Person) {
  const { id } = await world.contactOf(person);
  return sql<{ name: string; detail: object }[]>`
    select name, detail from contact_events where contact_id = ${id} and kind = 'window_closing' order by id`;
}

describe('a window', () => {
  it('closes at its end, and says before when it will be about to', async () => {
    const ada = world.someone();
    await world.says(ada, 'just a note');
    const early = await look(ada, 121);
    const closingFrom = new Date(Date.parse(early.expiresAt) - 120 * MINUTE_MS).toISOString();
    expect(early).toMatchObject({ openUntil: early.expiresAt, closingFrom });
    const late = await look(ada, 120);
    expect(late).toEqual({ openUntil: early.expiresAt, expiresAt: early.expiresAt });
    expect(await eventsOf(ada)).toEqual([]); // nobody listens
    expect(await look(ada, 0)).toMatchObject({ openUntil: null });
  });
});

describe('a window that is about to close', () => {
  it('is told once to the run that waits for it in that conversation', async () => {
    const wait = node('wait-for-event', { event: { kind: 'window_closing' }, saves: [], timeoutMs: null });
    await world.publish('Last question', { start: keyword('last'), wait }, [['start', 'next', 'wait']]);
    const bea = world.someone();
    const [run] = await world.says(bea, 'last');
    await world.makeTurn(run!, 1);
    const { expiresAt } = await look(bea, 119);
    await look(bea, 60);
    const { conversationId } = await world.contactOf(bea);
    expect(await eventsOf(bea)).toEqual([{ name: conversationId, detail: { closesAt: expiresAt } }]);
    expect(await world.settleEvents()).toEqual([run]);
    expect(await world.makeTurn(run!, 2)).toMatchObject({ kind: 'ended' });
  });

  it('starts flows of any number and of its own, in that conversation', async () => {
    const [other] = await world.database.sql<{ id: string }[]>`
      insert into phone_numbers (org_id, waba_account_id, meta_phone_number_id, display_phone_number)
      values (${demo.orgId}, ${demo.wabaAccountId}, '100000000000098', '+1 555 010 0098') returning id`;
    for (const name of ['Anywhere', 'Here', 'Elsewhere'])
      await world.publish(name, { start: node('window-trigger', {}) }, []);
    await world.database.sql`update flows set phone_number_id = ${demo.phoneNumberId} where name = 'Here'`;
    await world.database.sql`update flows set phone_number_id = ${other!.id} where name = 'Elsewhere'`;
    const cleo = world.someone();
    await world.says(cleo, 'just a note');
    await look(cleo, 90);
    await world.settleEvents();
    const { conversationId } = await world.contactOf(cleo);
    const runs = await sql`
      select f.name, r.conversation_id = ${conversationId} as here from flow_runs r join flows f on f.id = r.flow_id
      join contacts c on c.id = r.contact_id where c.name = ${cleo.name} order by 1`;
    expect([...runs]).toEqual([
      { name: 'Anywhere', here: true },
      { name: 'Here', here: true },
    ]);
  });
});
