/** Who gets what, over relay and turns, on a real database; each case was once wrong. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FlowDoc } from '../../core/flow/document.ts';
import { edgesFrom, sampleNode } from '../../core/flow/samples/build.ts';
import { compileTriggers } from '../../core/flow/triggers.ts';
import { startTurnRig, type TurnRig } from '../../local/testing/turns.ts';
import { pressWebhook, textWebhook } from '../../local/testing/webhooks.ts';
import { json } from '../../platform/db/pool.ts';
import { demo } from '../../platform/seed/demo.ts';
import { routeNextContactEvent } from './route-contact-events.ts';

const DAY_MS = 86_400_000;
let rig: TurnRig;
let database: TurnRig['database'];
let sql: TurnRig['sql'];
let serial = 0;

beforeAll(async () => {
  rig = await startTurnRig();
  ({ database, sql } = rig);
  await publish('Asks', { start: keyword('ask'), ask: question() }, [['start', 'next', 'ask']]);
  await publish('Beta', { start: keyword('beta'), ask: question() }, [['start', 'next', 'ask']]);
  await publish('Pauses', { start: keyword('pause'), wait: delay() }, [['start', 'next', 'wait']]);
  await publish('Follows', { start: tag('follow'), wait: delay() }, [['start', 'next', 'wait']], {
    exitOnReply: true,
  });
});
afterAll(() => rig?.stop());

describe('a run that has ended', () => {
  it('consumes and routes nothing more when a late wake reaches it', async () => {
    const anna = someone();
    const [asks] = await says(anna, 'ask');
    await makeTurn(asks!, 1);
    await says(anna, 'the answer');
    await says(anna, 'beta');
    await makeTurn(asks!, 2);
    const [before] = await runsOf(anna, 'Asks');
    await makeTurn(asks!, 3);
    const [after] = await runsOf(anna, 'Asks');
    expect(after).toEqual(before);
    expect(await runsOf(anna, 'Beta')).toHaveLength(1);
    expect(await eventsOf((await runsOf(anna, 'Beta'))[0]!.id)).toEqual(['started']);
  });
});

describe('a follow-up that stops when the person writes', () => {
  it('ends on a reply without taking it from the flow that the reply starts', async () => {
    const bert = someone();
    await says(bert, 'just a note');
    const follow = await tagged(bert, 'follow');
    await makeTurn(follow, 1);
    await says(bert, 'beta');
    const [beta] = await runsOf(bert, 'Beta');
    await makeTurn(follow, 2);
    await makeTurn(beta!.id, 1);
    expect((await runsOf(bert, 'Follows'))[0]).toMatchObject({ status: 'exited' });
    expect(await eventsOf(beta!.id)).toEqual(['started']);
    expect(await runsOf(bert, 'Beta')).toHaveLength(1);
  });

  it('ends on a reply to people, too, and says nothing to it', async () => {
    const cora = someone();
    await says(cora, 'just a note');
    const follow = await tagged(cora, 'follow');
    await makeTurn(follow, 1);
    await sql`update conversations set mode = 'human' where contact_id = (select id from contacts where name = ${cora.name})`;
    await says(cora, 'thanks');
    await makeTurn(follow, 2);
    expect((await runsOf(cora, 'Follows'))[0]).toMatchObject({ status: 'exited' });
  });
});

describe('a reply that comes while a run is on its way into a delay', () => {
  it('starts the flow that it names instead of being swallowed', async () => {
    const dirk = someone();
    const [pauses] = await says(dirk, 'pause');
    await says(dirk, 'beta'); // still in the foreground: the run has not made its first turn
    await makeTurn(pauses!, 1);
    expect(await runsOf(dirk, 'Beta')).toHaveLength(1);
    expect((await runsOf(dirk, 'Pauses'))[0]).toMatchObject({ status: 'waiting' });
  });
});

describe('a change of a contact by a flow', () => {
  it('leaves what an agent changed in the same moment', async () => {
    const nodes = {
      start: keyword('label'),
      label: sampleNode('set-tag', 0, 0, { action: 'add', tag: 'by-flow' }),
    };
    await publish('Labels', nodes, [['start', 'next', 'label']]);
    const emil = someone();
    const [labels] = await says(emil, 'label');
    await sql`update contacts set tags = '{by-agent}', attributes = '{"plan": "pro"}' where name = ${emil.name}`;
    await makeTurn(labels!, 1);
    const [contact] = await sql`select tags, attributes from contacts where name = ${emil.name}`;
    expect(contact).toEqual({ tags: ['by-agent', 'by-flow'], attributes: { plan: 'pro' } });
  });
});

describe('a flow that hands over to people', () => {
  it('may finish what it says, while other flows hold their messages', async () => {
    const nodes = {
      start: keyword('agent please'),
      assign: sampleNode('assign', 0, 0, {}),
      bye: sampleNode('send-text', 0, 0, { text: 'A colleague will write to you.' }),
    };
    await publish('Hands over', nodes, [
      ['start', 'next', 'assign'],
      ['assign', 'next', 'bye'],
    ]);
    const fred = someone();
    const [handsOver] = await says(fred, 'agent please');
    expect(await makeTurn(handsOver!, 1)).toMatchObject({ kind: 'ended', outcome: 'completed' });

    const gina = someone();
    const [asks] = await says(gina, 'ask');
    await sql`update conversations set mode = 'human' where contact_id = (select id from contacts where name = ${gina.name})`;
    expect(await makeTurn(asks!, 1)).toMatchObject({ kind: 'send' });
    const [held] = await sql`select status from messages where flow_run_id = ${asks!}`;
    expect(held!.status).toBe('queued');
  });
});

describe('words on a flow’s own button', () => {
  it('are no consent, whatever they mean elsewhere', async () => {
    const hugo = someone();
    await rig.receive(
      pressWebhook({
        from: hugo.number,
        wamid: wamid(),
        name: hugo.name,
        pressed: 'wamid.x',
        id: 'low',
        title: 'Baja',
      }),
    );
    const [contact] = await sql`select marketing_consent from contacts where name = ${hugo.name}`;
    expect(contact!.marketing_consent).toBe('unknown');
  });
});

describe('a tag in an organisation that has no number', () => {
  it('is noted as a problem and holds up nobody else', async () => {
    await database.sql`
      with org as (insert into organizations (name, slug) values ('Numberless', 'numberless') returning id),
        flow as (insert into flows (org_id, name, status, draft, draft_hash) select id, 'x', 'live', '{}', 'x' from org returning *),
        version as (insert into flow_versions (org_id, flow_id, number, doc, hash) select org_id, id, 1, '{}', 'x' from flow returning *),
        trigger as (
          insert into flow_triggers (org_id, flow_id, flow_version_id, node_id, kind, config, reentry)
          select org_id, flow_id, id, 'start', 'tag', '{"tag": "vip"}', 'always' from version
        )
      insert into contacts (org_id, name, tags) select id, 'Nobody', '{vip}' from org`;
    const ida = someone();
    await says(ida, 'just a note');
    await tagged(ida, 'follow');
    expect(await runsOf(ida, 'Follows')).toHaveLength(1);
    expect(await sql`select 1 from private.dead_letters where cause = 'no_number'`).toHaveLength(1);
  });
});

// --- the world of these tests

interface Person {
  number: string;
  name: string;
}

function someone(): Person {
  serial += 1;
  return { number: `1555333${String(serial).padStart(4, '0')}`, name: `Person ${serial}` };
}

/** Returns the ids of the runs that were woken. */
async function says({ number, name }: Person, text: string): Promise<string[]> {
  const rows = await rig.receive(textWebhook({ from: number, name, wamid: wamid(), text }));
  return rows.filter(({ topic }) => topic === 'flowRun').map(({ key }) => key);
}

async function tagged({ name }: Person, tagName: string): Promise<string> {
  await sql`update contacts set tags = tags || ${tagName}::text where name = ${name}`;
  const wakes: string[] = [];
  for (;;) {
    const routed = await sql.begin((tx) => routeNextContactEvent(tx));
    if (routed === null) break;
    wakes.push(...routed.map(({ key }) => key));
  }
  return wakes.at(-1)!;
}

function makeTurn(runId: string, number: number, now = new Date()) {
  return rig.turn({ runId, turn: number, now: now.toISOString() });
}

function runsOf({ name }: Person, flow: string) {
  return sql<{ id: string; status: string; ended_at: Date | null; seq: number }[]>`
    select r.id, r.status, r.ended_at, r.seq from flow_runs r join contacts c on c.id = r.contact_id join flows f on f.id = r.flow_id
    where c.name = ${name} and f.name = ${flow}`;
}

async function eventsOf(runId: string): Promise<string[]> {
  const rows = await sql`select kind from private.run_events where run_id = ${runId} order by n`;
  return rows.map(({ kind }) => kind as string);
}

const wamid = () => `wamid.routing-${(serial += 1)}`;
const keyword = (text: string) =>
  sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text }] });
const tag = (name: string) => sampleNode('tag-trigger', 0, 0, { tag: name });
const delay = () => sampleNode('delay', 0, 0, { durationMs: DAY_MS });
const question = () =>
  sampleNode('ask', 0, 0, {
    text: 'What?',
    saveAs: 'a',
    validation: { kind: 'text' },
    tries: 3,
    retryText: 'Again?',
    timeoutMs: DAY_MS,
  });

async function publish(
  name: string,
  nodes: FlowDoc['nodes'],
  edges: Parameters<typeof edgesFrom>[0],
  rules: Partial<FlowDoc['rules']> = {},
) {
  const doc: FlowDoc = {
    schemaVersion: 1,
    nodes,
    edges: edgesFrom(edges),
    variables: { a: { type: 'text' } },
    rules: { reentry: 'always', priority: 1, exitOnReply: false, ...rules },
    notes: {},
  };
  await database.sql.begin(async (tx) => {
    await tx`select set_config('request.jwt.claims', ${JSON.stringify({ sub: demo.ownerId })}, true)`;
    const [flow] = await tx`
      insert into flows (org_id, name, draft, draft_hash) values (${demo.orgId}, ${name}, ${json(sql, doc)}, ${name}) returning id`;
    await tx`
      select private.publish_flow(${demo.orgId}, ${flow!.id as string}, 1, null, ${json(sql, compileTriggers(doc))}, ${doc.rules.priority},
        ${doc.rules.reentry}, ${doc.rules.exitOnReply})`;
  });
}
