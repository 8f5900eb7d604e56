/** Events on a real database, by the triggers of what happens, sent to a real server; Temporal's repeating is played by the test. */
import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { webhookPayloads, type WebhookPayload } from '../../core/api/webhook-events.ts';
import { subscribableEvents, type WebhookEventType } from '../../core/api/webhook-event-types.ts';
import { erasureWorld } from '../../local/testing/erasure-world.ts';
import { keyword, node, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';
import { statusWebhook } from '../../local/testing/webhooks.ts';
import { demo } from '../../platform/seed/demo.ts';
import { startEndpoints, type Endpoints, type TestEndpoint } from '../../local/testing/webhook-endpoints.ts';

let world: FlowWorld;
let endpoints: Endpoints;
let endpoint: TestEndpoint;

beforeAll(async () => {
  world = await startFlowWorld();
  endpoints = await startEndpoints(world.database, world.sql);
  await world.publish(
    'Greeting',
    {
      start: keyword('greet me'),
      greet: node('send-text', { text: 'Hi!' }),
      goal: node('goal', { name: 'greeted' }),
      end: node('exit', { outcome: 'completed', reason: 'Done' }),
    },
    [
      ['start', 'next', 'greet'],
      ['greet', 'sent', 'goal'],
      ['goal', 'next', 'end'],
    ],
  );
});
afterAll(async () => {
  await endpoints?.stop();
  await world?.stop();
});
beforeEach(async () => {
  await world.database.sql`delete from webhook_endpoints`;
  await world.database.sql`delete from webhook_deliveries`;
  endpoint = await endpoints.add(demo.orgId, [...subscribableEvents]);
});

describe('what happens to a person', () => {
  it('is told event by event, as the contract says', async () => {
    const ada = world.someone();
    const [run] = await world.says(ada, 'greet me');
    for (let turn = 1; turn < 5; turn += 1) {
      if ((await world.makeTurn(run!, turn)).kind === 'ended') break;
    }
    const { id, conversationId } = await world.contactOf(ada);
    const [sent] = await world.sql<{ wamid: string; id: string }[]>`
      select wamid, id from messages where contact_id = ${id} and direction = 'outbound'`;
    for (const status of ['delivered', 'read']) {
      await world.rig.receive(
        statusWebhook([{ wamid: sent!.wamid, status, to: ada.number, callbackData: sent!.id }]),
      );
    }
    await world.sql`update contacts set tags = '{vip}', country = 'PE', attributes = '{"size":"M"}' where id = ${id}`;
    await world.sql`update conversations set assignee_id = ${demo.ownerId} where id = ${conversationId}`;
    await world.sql`update conversations set status = 'resolved' where id = ${conversationId}`;
    await world.sql`update conversations set status = 'open' where id = ${conversationId}`;
    await world.database.sql`
      insert into consent_events (org_id, contact_id, purpose, state, source, at)
      values (${demo.orgId}, ${id}, 'marketing', 'granted', 'form', now())`;

    expect(await endpoint.send()).toMatchObject({ next: 'end' });
    const told = endpoint.told();
    expect(told.map(({ type }) => type).sort()).toEqual(
      (
        [
          ...[
            'contact.created',
            'conversation.opened',
            'message.received',
            'flow_run.started',
            'goal.reached',
          ],
          ...['flow_run.ended', 'message.status', 'message.status', 'message.status', 'contact.updated'],
          ...['contact.tagged', 'conversation.assigned', 'conversation.resolved', 'conversation.opened'],
          'consent.changed',
        ] as WebhookEventType[]
      ).sort(),
    );
    // One after the other, in the order in which it happened.
    expect(told.map(({ sequence }) => sequence)).toEqual(
      told.map(({ sequence }) => sequence).sort((a, b) => a - b),
    );
    const statuses = told.flatMap((one) => (one.type === 'message.status' ? [one.data.status] : []));
    expect(statuses).toEqual(['sent', 'delivered', 'read']);
    expect(one(told, 'contact.updated').data.changed).toEqual(['country', 'attributes']);
    expect(one(told, 'contact.tagged').data).toMatchObject({ tag: 'vip', action: 'added' });
    expect(one(told, 'conversation.assigned').data.assigneeId).toBe(demo.ownerId);
    expect(one(told, 'consent.changed').data).toMatchObject({ state: 'granted', previous: 'unknown' });
    expect(one(told, 'goal.reached').data.goal).toBe('greeted');
    expect(one(told, 'flow_run.ended').data.run).toMatchObject({ id: run, status: 'completed' });
    expect(one(told, 'message.received').data.contact.phone).toBe(ada.number);
  });

  it('is told of a campaign when it begins, pauses and is done, and of nothing between', async () => {
    const [campaign] = await world.database.sql<{ id: string }[]>`
      insert into campaigns (org_id, name, doc, status, started_at) values (${demo.orgId}, 'Sale', '{}', 'scheduled', now()) returning id`;
    const { id } = campaign!;
    for (const [status, reason] of [
      ...([['running'], ['paused', 'spam_limit'], ['paused', null], ['running'], ['completed']] as const),
    ])
      await world.database.sql`
        update campaigns set status = ${status}, pause_reason = ${reason ?? null} where id = ${id}`;
    await endpoint.send();
    const told = endpoint.told();
    expect(told.map(({ type }) => type)).toEqual([
      'campaign.started',
      'campaign.paused',
      'campaign.completed',
    ]);
    expect(one(told, 'campaign.completed').data.campaign).toMatchObject({
      ...{ id, name: 'Sale', status: 'completed', pauseReason: null, endedAt: null },
    });
  });

  it('is told to each webhook that asks for it, of this organisation alone', async () => {
    const orgId = randomUUID();
    await world.database.sql`insert into organizations (id, name, slug) values (${orgId}, 'Other', ${orgId})`;
    const stranger = await endpoints.add(orgId, [...subscribableEvents]);
    const second = await endpoints.add(demo.orgId, ['message.received']);
    await world.says(world.someone(), 'just a note');
    for (const each of [endpoint, stranger, second]) await each.send();
    expect(stranger.told()).toEqual([]);
    expect(second.told().map(({ type }) => type)).toEqual(['message.received']);
    expect(endpoint.told().length).toBeGreaterThan(1);
  });

  it('is not noted for a webhook that is disabled', async () => {
    await world.database.sql`update webhook_endpoints set enabled = false`;
    await world.says(world.someone(), 'just a note');
    const [{ n } = { n: -1 }] = await world.sql<
      { n: number }[]
    >`select count(*)::int as n from webhook_deliveries`;
    expect(n).toBe(0);
    expect(await endpoint.send()).toMatchObject({ next: 'end' });
  });

  it('is forgotten together with what it happened in: nothing is told of a transaction that is taken back', async () => {
    await world.sql
      .begin(async (tx) => {
        await tx`insert into contacts (org_id, name) values (${demo.orgId}, 'Nobody')`;
        throw new Error('taken back');
      })
      .catch(() => {});
    await endpoint.send();
    expect(endpoint.told()).toEqual([]);
  });
});

describe('a person who is erased', () => {
  it('is not told of any more, from the moment on that it is asked for; then that they are gone', async () => {
    const erasures = erasureWorld(world.database, world.sql);
    const bea = world.someone();
    await world.says(bea, 'forget me');
    const { id } = await world.contactOf(bea);
    const erasure = await erasures.request(id);
    await endpoint.send();
    expect(endpoint.told()).toEqual([]);
    await erasures.erase(erasure);
    await endpoint.send();
    expect(endpoint.told().map(({ type, data }) => [type, data])).toEqual([
      ['contact.erased', { contactId: id }],
    ]);
    const statuses = await world.sql<
      { status: string }[]
    >`select distinct status from webhook_deliveries order by 1`;
    expect(statuses.map(({ status }) => status)).toEqual(['delivered', 'skipped']);
    const rows = await world.database.sql`select row_to_json(d)::text as text from webhook_deliveries d`;
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${bea.number}|${bea.name}|forget me`));
  });
});

describe('two contacts that are one person', () => {
  it('are told as one', async () => {
    const [into, from] = [await world.contact(), await world.contact()];
    await world.database
      .sql`select private.merge_contacts(${demo.orgId}, ${into}, ${from}, 'people', 'system')`;
    await endpoint.send();
    expect(one(endpoint.told(), 'contact.merged').data).toMatchObject({
      mergedContactId: from,
      contact: { id: into },
    });
  });
});

describe('a signature', () => {
  it('is of both secrets for a day after a new one was made', async () => {
    const former = endpoint.secret;
    await endpoint.rotate();
    await world.contact();
    await endpoint.send();
    const { body, headers } = endpoint.seen().at(-1)!;
    for (const secret of [former, endpoint.secret]) {
      new Webhook(secret).verify(body, headers as Record<string, string>);
    }
    await world.database.sql`update private.webhook_secrets set previous_until = now()`;
    await world.contact();
    await endpoint.send();
    const later = endpoint.seen().at(-1)!;
    new Webhook(endpoint.secret).verify(later.body, later.headers as Record<string, string>);
    expect(() => new Webhook(former).verify(later.body, later.headers as Record<string, string>)).toThrow();
  });
});

function one<Type extends WebhookEventType>(
  told: WebhookPayload[],
  type: Type,
): Extract<WebhookPayload, { type: Type }> {
  const found = told.find((each) => each.type === type);
  expect(webhookPayloads[type].safeParse(found).error).toBeUndefined();
  return found as Extract<WebhookPayload, { type: Type }>;
}
