/** A run that is paused while its message waits to be sent. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  keyword,
  node,
  startFlowWorld,
  type FlowWorld,
  type Person,
} from '../../local/testing/flow-world.ts';
import { demo } from '../../platform/seed/demo.ts';
import { createSteer } from './steer.ts';

const DAY = 24 * 3_600_000;

let world: FlowWorld;
let person: Person;
let runId: string;

beforeAll(async () => {
  world = await startFlowWorld();
  await world.publish(
    'Offer',
    {
      start: keyword('offer'),
      one: node('send-text', { text: 'One' }),
      two: node('send-text', { text: 'Two' }),
    },
    [
      ['start', 'next', 'one'],
      ['one', 'sent', 'two'],
    ],
  );
});
afterAll(() => world?.stop());

/** Its first message waits until people give the conversation back, which they do once the run is paused. */
beforeEach(async () => {
  person = world.someone();
  [runId] = (await world.says(person, 'offer')) as [string];
  await setMode('human');
  expect(await world.makeTurn(runId, 1)).toMatchObject({ kind: 'send' });
  await steer('pause');
  await setMode('bot');
});

it('sends nothing while it is paused, however long that takes', async () => {
  expect(await askGate()).toMatchObject({ kind: 'deferred' });
  expect(await askGate(daysOn(3))).toMatchObject({ kind: 'deferred' });
  expect(await world.makeTurn(runId, 2)).toMatchObject({ kind: 'wait', place: { stage: 'paused' } });
  expect(await postsTo(person)).toBe(0);
});

it('goes on with the message when it is resumed', async () => {
  await steer('resume');
  expect(await world.makeTurn(runId, 2)).toMatchObject({ kind: 'ended', outcome: 'completed' });
  expect(await postsTo(person)).toBe(2);
});

it('has not become too old by the pause', async () => {
  await steer('resume', daysOn(3));
  await world.makeTurn(runId, 2, daysOn(3));
  // Only the window has closed meanwhile.
  const [message] = await world.sql`select error_code as code from messages where flow_run_id = ${runId}`;
  expect(message).toEqual({ code: 'window_closed' });
});

it('keeps nobody from writing by hand', async () => {
  const { id, conversationId } = await world.contactOf(person);
  const [message] = await world.database.sql<{ id: string }[]>`
    insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, text, status,
      status_rank, source, purpose)
    select gen_random_uuid(), ${demo.orgId}, v.id, ${id}, v.phone_number_id, 'outbound', 'text', '{"type":"text","text":"Hello"}', 'Hello',
      'queued', 0, 'agent', 'service' from conversations v where v.id = ${conversationId} returning id`;
  expect(await world.rig.gate.sendMessage(message!.id, new Date())).toMatchObject({ status: 'sent' });
});

function daysOn(days: number) {
  return new Date(Date.now() + days * DAY);
}

function steer(action: 'pause' | 'resume', now = new Date()) {
  return createSteer(world.sql)({ runId, action, key: action, now: now.toISOString() });
}

async function setMode(mode: 'bot' | 'human') {
  const { conversationId } = await world.contactOf(person);
  await world.sql`update conversations set mode = ${mode} where id = ${conversationId}`;
}

/** As the `send` activity does. */
async function askGate(now = new Date()) {
  const [message] = await world.sql<{ id: string }[]>`select id from messages where flow_run_id = ${runId}`;
  return world.rig.gate.sendMessage(message!.id, now);
}

async function postsTo({ number }: Person) {
  return (await world.rig.simulator.outbound({ to: number, limit: 100 })).items.length;
}
