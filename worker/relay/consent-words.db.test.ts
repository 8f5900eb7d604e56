/** STOP and START, from the delivery to the contact: what counts where. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  keyword,
  node,
  startFlowWorld,
  type FlowWorld,
  type Person,
} from '../../local/testing/flow-world.ts';
import { textWebhook } from '../../local/testing/webhooks.ts';
import { demo } from '../../platform/seed/demo.ts';

let world: FlowWorld;
let person: Person;
beforeAll(async () => {
  world = await startFlowWorld();
  await world.publish(
    'Asks',
    {
      start: keyword('ask me'),
      ask: node('ask', {
        ...{ text: 'Alta o baja?', saveAs: 'level', validation: { kind: 'text' } },
        ...{ tries: 1, retryText: '', timeoutMs: 3_600_000 },
      }),
    },
    [['start', 'next', 'ask']],
  );
  await world.publish('Greets', { start: keyword('start'), hello: node('send-text', { text: 'Hello' }) }, [
    ['start', 'next', 'hello'],
  ]);
});
afterAll(() => world?.stop());
beforeEach(() => {
  person = world.someone();
});

describe('STOP', () => {
  it('denies marketing, also when a flow waits for an answer', async () => {
    await isAsked();
    await world.says(person, 'please stop');
    expect(await consent()).toBe('denied');
  });

  it('by an everyday word denies it', async () => {
    await world.says(person, 'Baja');
    expect(await consent()).toBe('denied');
  });

  it('by an everyday word is an answer when a flow waits for one', async () => {
    const runId = await isAsked();
    expect(await world.says(person, 'Baja')).toEqual([runId]);
    expect(await consent()).toBe('unknown');
  });

  it('by an everyday word denies it when people have taken over from the flow', async () => {
    await isAsked();
    const { conversationId } = await world.contactOf(person);
    await world.sql`update conversations set mode = 'human' where id = ${conversationId}`;
    await world.says(person, 'Baja');
    expect(await consent()).toBe('denied');
  });
});

describe('START', () => {
  it('from somebody who never said a word about marketing is no yes, is not answered, and starts the flow', async () => {
    await world.database.sql`
      insert into consent_settings (org_id, start_reply) values (${demo.orgId}, 'Welcome back')`;
    const [runId] = await world.says(person, 'start');
    expect(await world.runsOf('Greets', person)).toMatchObject([{ id: runId }]);
    expect(await consent()).toBe('unknown');
    expect(await outbound()).toEqual([]);
    await world.database.sql`delete from consent_settings`;
  });

  it('takes an earlier no back', async () => {
    await says('STOP', minutesAgo(2));
    await says('START', minutesAgo(1));
    expect(await consent()).toBe('granted');
  });

  it('confirms what the person was asked for', async () => {
    await world.says(person, 'hello there');
    const { id } = await world.contactOf(person);
    await world.sql`
      insert into consent_events (org_id, contact_id, state, source, actor, at)
      values (${demo.orgId}, ${id}, 'requested', 'form', 'system', now() - interval '1 minute')`;
    await world.says(person, 'START');
    expect(await consent()).toBe('granted');
  });

  it('counts by when it was written, as STOP does', async () => {
    await says('STOP', minutesAgo(20));
    await says('START', minutesAgo(1));
    await says('stop', minutesAgo(10));
    expect(await consent()).toBe('granted');
    await says('Stop.', minutesAgo(0));
    expect(await consent()).toBe('denied');
  });
});

/** A run that waits for what the person answers. */
async function isAsked(): Promise<string> {
  const [runId] = await world.says(person, 'ask me');
  await world.makeTurn(runId!, 1);
  return runId!;
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

let serial = 0;
function says(text: string, at: Date) {
  const { number: from, name } = person;
  return world.rig.receive(textWebhook({ from, name, wamid: `wamid.words-${(serial += 1)}`, text, at }));
}

async function consent(): Promise<string> {
  const [row] = await world.sql<{ consent: string }[]>`
    select marketing_consent as consent from contacts where name = ${person.name}`;
  return row!.consent;
}

async function outbound(): Promise<string[]> {
  const rows = await world.sql<{ text: string }[]>`
    select m.text from messages m join contacts c on c.id = m.contact_id
    where c.name = ${person.name} and m.direction = 'outbound'`;
  return rows.map(({ text }) => text);
}
