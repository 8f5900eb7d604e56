/** Campaigns on a real database with a real simulator behind the gate; Temporal is played by the test. */
import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import { newCampaignDoc, type CampaignDoc } from '../../core/campaigns/document.ts';
import { demo } from '../../platform/seed/demo.ts';
import { clockFrom } from '../../worker/campaigns/campaign.ts';
import type { Gate } from '../../worker/gate/gate.ts';
import { workOnCampaign } from '../../worker/campaigns/work-on-campaign.ts';
import type { CampaignReport, CampaignStep } from '../../workflows/campaign-contract.ts';
import { startTurnRig } from './turns.ts';

export interface DocChange {
  include?: CampaignDoc['audience']['include'];
  exclude?: CampaignDoc['audience']['exclude'];
  variants?: CampaignDoc['variants'];
  delivery?: Partial<CampaignDoc['delivery']>;
}

export type CampaignWorld = Awaited<ReturnType<typeof startCampaignWorld>>;

export interface PersonToAdd {
  tag: string;
  name?: string;
  timeZone?: string;
  consent?: 'granted' | 'denied' | 'unknown';
  country?: string;
}

export interface RecipientRow {
  contactId: string;
  state: string;
  reason: string | null;
  variant: string | null;
  isTest: boolean;
  sendAt: Date;
  attempts: number;
  messageId: string | null;
  status: string | null;
  errorCode: string | null;
  repliedAt: Date | null;
}

export async function startCampaignWorld() {
  const rig = await startTurnRig();
  const { sql, database } = rig;
  const { sql: admin } = database;
  let serial = 0;

  const world = {
    rig,
    sql,
    admin,
    simulator: rig.simulator,
    /** A test may put another one in its place. */
    gate: rig.gate as Pick<Gate, 'sendMessages'>,

    /** @returns the contacts and their numbers */
    async people(count: number, person: PersonToAdd): Promise<{ id: string; number: string }[]> {
      const added = Array.from({ length: count }, () => {
        serial += 1;
        return {
          id: randomUUID(),
          number: `1555${String(4_000_000 + serial)}`,
          name: person.name ?? `P${serial}`,
        };
      });
      await addPeople(admin, added, person);
      return added;
    },

    async campaign(change: DocChange = {}): Promise<string> {
      const id = randomUUID();
      await admin`
        insert into campaigns (id, org_id, name, phone_number_id, doc)
        values (${id}, ${demo.orgId}, 'A campaign', ${demo.phoneNumberId}, ${admin.json(docOf(change))})`;
      return id;
    },

    async change(
      campaignId: string,
      action: 'start' | 'pause' | 'resume' | 'cancel' | 'setRate',
      { startsAt = null, rate = null }: { startsAt?: Date | null; rate?: number | null } = {},
    ) {
      await sql`select private.change_campaign(${demo.orgId}, ${campaignId}, ${action}, ${startsAt}, ${rate})`;
    },

    /** One step as its activity does it. */
    step(campaignId: string, step: CampaignStep, now: Date, signal = new AbortController().signal) {
      return workOnCampaign(sql, { orgId: demo.orgId, campaignId }, step, {
        ...{ clock: clockFrom(now), gate: world.gate, signal },
      });
    },

    /** As the workflow: step by step, until it would wait or end. */
    async run(campaignId: string, now = new Date()): Promise<CampaignReport> {
      let step: CampaignStep = 'look';
      for (let steps = 0; steps < 50; steps += 1) {
        const report = await world.step(campaignId, step, now);
        if (report.next === 'wait' || report.next === 'end') return report;
        step = report.next;
      }
      throw new Error('The campaign does not come to rest.');
    },

    /** Starts it at once and runs it. */
    async send(change: DocChange, now = new Date()): Promise<{ id: string; report: CampaignReport }> {
      const id = await world.campaign(change);
      await world.change(id, 'start', { startsAt: now });
      return { id, report: await world.run(id, now) };
    },

    async recipients(campaignId: string): Promise<RecipientRow[]> {
      return [
        ...(await admin<RecipientRow[]>`
          select r.contact_id as "contactId", r.state, r.reason, r.variant, r.is_test as "isTest", r.send_at as "sendAt", r.attempts,
            r.message_id as "messageId", m.status, m.error_code as "errorCode", r.replied_at as "repliedAt"
          from campaign_recipients r left join messages m on m.id = r.message_id
          where r.campaign_id = ${campaignId} order by r.contact_id`),
      ];
    },

    async row(campaignId: string) {
      const [row] = await admin<
        {
          status: string;
          pauseReason: string | null;
          winner: string | null;
          wakeAt: Date | null;
          endedAt: Date | null;
          testSentAt: Date | null;
          testDecidedAt: Date | null;
          error: string | null;
        }[]
      >`
        select status, pause_reason as "pauseReason", winner, wake_at as "wakeAt", ended_at as "endedAt", test_sent_at as "testSentAt",
          test_decided_at as "testDecidedAt", error
        from campaigns where id = ${campaignId}`;
      return row!;
    },

    /** What a number has got. */
    async received(number: string) {
      return (await rig.simulator.outbound({ to: number, limit: 100 })).items;
    },

    /** For people of a test's own. */
    newTag: () => `tag ${(serial += 1)}`,

    /** Sends a campaign to new people at once, and runs it. */
    async sendTo(count: number, change: DocChange = {}, now = new Date()) {
      const tag = world.newTag();
      const people = await world.people(count, { tag });
      return { tag, people, ...(await world.send({ include: tagged(tag), ...change }, now)) };
    },

    /** How often each got something. */
    async receivedBy(people: readonly { number: string }[]): Promise<number[]> {
      const all = await Promise.all(people.map(({ number }) => world.received(number)));
      return all.map(({ length }) => length);
    },

    /** Of its recipients, such as `3 sent` and `1 excluded suppressed`. */
    async statesOf(campaignId: string): Promise<string[]> {
      const states = Object.groupBy(await world.recipients(campaignId), ({ state, reason, errorCode }) =>
        [state, reason ?? errorCode].filter(Boolean).join(' '),
      );
      return Object.entries(states).map(([state, rows]) => `${rows!.length} ${state}`);
    },

    /** What a minute would do to claims. */
    async endLeases(campaignId: string): Promise<void> {
      await admin`
        update campaign_recipients set lease_until = clock_timestamp() - interval '1 second'
        where campaign_id = ${campaignId} and state = 'claimed'`;
    },

    stop: () => rig.stop(),
  };
  return world;
}

export const tagged = (tag: string) => [{ kind: 'tag' as const, tag }];

export function later(ms: number, from = new Date()): Date {
  return new Date(from.getTime() + ms);
}

/** A reminder, which needs nobody's yes, to whoever has the tag `all`, unless the change says otherwise. */
export function docOf({ include, exclude = [], variants, delivery }: DocChange): CampaignDoc {
  const doc = newCampaignDoc();
  return {
    audience: { include: include ?? [{ kind: 'tag', tag: 'all' }], exclude },
    variants: variants ?? [variant('A')],
    delivery: { ...doc.delivery, retriesWhenCapped: 0, ...delivery },
  };
}

export function variant(
  key: string,
  template: Partial<CampaignDoc['variants'][number]['template']> = {},
  weight = 1,
): CampaignDoc['variants'][number] {
  const reminder = { name: 'thanks_update', language: 'en_US', header: [], body: ['{{ contact.name }}'] };
  return { key, weight, template: { ...reminder, ...template } };
}

/** Marketing, so that it needs a yes. */
export const offer = (key = 'A') =>
  variant(key, { name: 'weekly_offer', body: ['{{ contact.name }}', '20 %'] });

export async function addPeople(
  admin: Sql,
  people: { id: string; number: string; name: string }[],
  { tag, timeZone, country, consent = 'granted' }: PersonToAdd,
) {
  const rows = admin.json(people);
  await admin.begin(async (tx) => {
    await tx`
      insert into contacts (id, org_id, name, tags, time_zone, country)
      select p.id, ${demo.orgId}, p.name, ${[tag]}, ${timeZone ?? null}, ${country ?? null}
      from jsonb_to_recordset(${rows}) as p (id uuid, name text)`;
    await tx`
      insert into contact_identities (org_id, kind, value, contact_id)
      select ${demo.orgId}, 'wa_id', p.number, p.id from jsonb_to_recordset(${rows}) as p (id uuid, number text)`;
    if (consent === 'unknown') return;
    await tx`
      insert into consent_events (org_id, contact_id, purpose, state, source, actor, evidence, at)
      select ${demo.orgId}, p.id, 'marketing', ${consent}, 'import', 'import:test', '{}', now()
      from jsonb_to_recordset(${rows}) as p (id uuid)`;
  });
}
