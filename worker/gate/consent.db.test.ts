/** What people allow, from their words to the gate, on a real database with a real simulator. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { optInFlow } from '../../core/flow/samples/opt-in.ts';
import {
  keyword,
  node,
  startFlowWorld,
  type FlowWorld,
  type Person,
} from '../../local/testing/flow-world.ts';
import { TEST_MASTER_KEY } from '../../local/testing/provided.ts';
import { createSuppressionKeys, suppressionHash } from '../../platform/secrets/suppression.ts';
import { demo } from '../../platform/seed/demo.ts';
import { workflowIds } from '../../workflows/contract.ts';

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
});
afterAll(() => world?.stop());

describe('the opt-in flow', () => {
  beforeAll(async () => {
    const { nodes, edges } = optInFlow;
    const triples = Object.values(edges).map(({ from, to }) => [from.node, from.port, to] as const);
    await world.publish('Opt-in', nodes, triples);
  });

  it('asks first: pending, and no marketing goes out', async () => {
    const person = world.someone();
    await begin(person);
    expect(await consentOf(person)).toEqual({ marketing: 'pending', utility: 'unknown' });
  });

  it('takes the yes from the button, with the message that said so and the request as proof', async () => {
    const person = world.someone();
    const { runId, asked } = await begin(person);
    await world.presses(person, asked, 'yes', 'Yes, send offers');
    await world.makeTurn(runId, 2);
    expect(await consentOf(person)).toEqual({ marketing: 'granted', utility: 'unknown' });
    const [request, confirmation] = await ledgerOf(person);
    const [pressed] = await world.sql<{ id: string }[]>`
      select m.id from messages m join contacts c on c.id = m.contact_id
      where c.name = ${person.name} and m.direction = 'inbound' order by m.created_at desc limit 1`;
    expect(request).toMatchObject({ state: 'requested', actor: `run:${runId}` });
    expect(confirmation).toMatchObject({
      state: 'granted',
      source: 'flow',
      actor: `run:${runId}`,
      evidence: { flowRunId: runId, nodeId: 'agreed', messageId: pressed!.id, requestId: request!.id },
    });
  });

  it('stays without a yes when nobody confirms or the answer is no', async () => {
    const [silent, refusing] = [world.someone(), world.someone()];
    const one = await begin(silent);
    await world.makeTurn(one.runId, 2, new Date(Date.now() + 25 * 3_600_000));
    expect((await consentOf(silent)).marketing).toBe('pending');
    const other = await begin(refusing);
    await world.presses(refusing, other.asked, 'no', 'No, thanks');
    await world.makeTurn(other.runId, 2);
    expect((await consentOf(refusing)).marketing).toBe('denied');
  });

  async function begin(person: Person) {
    const [runId] = await world.says(person, 'offers');
    await world.makeTurn(runId!, 1);
    const [sent] = await world.sql<{ wamid: string }[]>`
      select wamid from messages where flow_run_id = ${runId!} and wamid is not null`;
    return { runId: runId!, asked: sent!.wamid };
  }
});

describe('the gate', () => {
  it('sends no utility template to who said no to them, but answers', async () => {
    await world.publish(
      'Utility',
      {
        start: keyword('order'),
        no: node('set-consent', { state: 'denied', purpose: 'utility' }),
        update: node('send-template', {
          name: 'thanks_update',
          language: 'en_US',
          header: [],
          body: ['Ada'],
        }),
        answer: node('send-text', { text: 'Anything else?' }),
      },
      [
        ['start', 'next', 'no'],
        ['no', 'next', 'update'],
        ['update', 'failed', 'answer'],
      ],
    );
    const person = world.someone();
    const [runId] = await world.says(person, 'order');
    await world.makeTurn(runId!, 1);
    expect(await sendsOf(runId!)).toEqual([
      { type: 'template', status: 'failed', error_code: 'utility_denied' },
      { type: 'text', status: 'sent', error_code: null },
    ]);
  });

  it('sends nothing to a number on the list of suppressions, however the contact came to be', async () => {
    await world.publish('Answers', { start: keyword('ping'), pong: node('send-text', { text: 'pong' }) }, [
      ['start', 'next', 'pong'],
    ]);
    const person = world.someone();
    const key = await createSuppressionKeys(TEST_MASTER_KEY)(world.sql, demo.orgId);
    await world.sql`
      insert into suppressions (org_id, hash, hint)
      values (${demo.orgId}, decode(${suppressionHash(key, person.number)}, 'hex'), 'x')`;
    const [runId] = await world.says(person, 'ping');
    const [known] = await world.sql`select suppressed from contacts where name = ${person.name}`;
    expect(known!.suppressed).toBe(true);
    // Somebody whose ids were written without their hashes.
    await world.sql`update contact_identities set hash = null where value like ${`%${person.number}`}`;
    await world.sql`update contacts set suppressed = false where name = ${person.name}`;
    await world.makeTurn(runId!, 1);
    expect(await sendsOf(runId!)).toEqual([{ type: 'text', status: 'failed', error_code: 'suppressed' }]);
    expect((await world.rig.simulator.outbound({ to: person.number, limit: 10 })).items).toEqual([]);
  });

  it('is told by WhatsApp that the person stopped: the audit log names the run that wrote to them', async () => {
    await world.publish(
      'Asks',
      { start: keyword('offers?'), offer: node('send-text', { text: 'Offers!' }) },
      [['start', 'next', 'offer']],
    );
    const person = world.someone();
    const [runId] = await world.says(person, 'offers?');
    await world.rig.simulator.addFault({
      ...{ match: { to: person.number }, times: 1 },
      action: { error: { status: 400, code: 131050 } },
    });
    await world.makeTurn(runId!, 1);
    expect(await consentOf(person)).toMatchObject({ marketing: 'denied' });
    const [entry] = await world.database.sql`
      select a.workflow_id as "workflowId" from audit_log a join contacts c on c.id = a.contact_id
      where c.name = ${person.name} and a.subject = 'consent'`;
    expect(entry).toEqual({ workflowId: workflowIds.flowRun(demo.orgId, runId!) });
  });

  async function sendsOf(runId: string) {
    const rows = await world.sql`
      select type, status, error_code from messages where flow_run_id = ${runId} order by ordinal`;
    return [...rows];
  }
});

it('keeps one key for the fingerprints of an organisation, whoever asks first', async () => {
  const [one, other] = [createSuppressionKeys(TEST_MASTER_KEY), createSuppressionKeys(TEST_MASTER_KEY)];
  const { sql } = world.database;
  const [org] = await sql<{ id: string }[]>`
    insert into organizations (name, slug) values ('New', 'new-one') returning id`;
  const keys = await Promise.all([one, other, one].map((keysOf) => keysOf(world.sql, org!.id)));
  expect(new Set(keys.map((key) => key.export().toString('hex'))).size).toBe(1);
});

async function consentOf({ name }: Person) {
  const [row] = await world.sql<{ marketing: string; utility: string }[]>`
    select marketing_consent as marketing, utility_consent as utility from contacts where name = ${name}`;
  return row!;
}

async function ledgerOf({ name }: Person) {
  const rows = await world.sql<
    { id: string; state: string; source: string; actor: string; evidence: object }[]
  >`
    select e.id::text, e.state, e.source, e.actor, e.evidence from consent_events e join contacts c on c.id = e.contact_id
    where c.name = ${name} order by e.id`;
  return [...rows];
}
