/** Messages that wait for the gate, for tests of a flow world. */
import type { OutboundContent } from '../../core/messaging/content.ts';
import { json } from '../../platform/db/pool.ts';
import { demo } from '../../platform/seed/demo.ts';
import type { FlowWorld, Person } from './flow-world.ts';

export interface Queued {
  id: string;
  person: Person;
  contactId: string;
}

export interface QueuedRow {
  status: string;
  attempt: number;
  wamid: string | null;
  error_code: string | null;
  lease_until: Date | null;
}

export const sampleTemplate: OutboundContent = {
  ...{ type: 'template', name: 'thanks_update', language: 'en_US' },
  body: ['Ada'],
  preview: 'Hi Ada, thank you for your interest. We will be in touch.',
};

export function queuedMessages(world: FlowWorld) {
  const { sql } = world.database;

  async function queue(
    change: Partial<{
      content: OutboundContent;
      fallback: object;
      campaignId: string;
      purpose: string;
      /** Default: the demo's. */
      number: { orgId: string; phoneNumberId: string };
    }> = {},
  ): Promise<Queued> {
    const person = world.someone();
    const { orgId, phoneNumberId } = change.number ?? demo;
    const [row] = await sql<{ id: string; contactId: string }[]>`
      with contact as (
        insert into contacts (org_id, name) values (${orgId}, ${person.name}) returning id, org_id
      ), identity as (
        insert into contact_identities (org_id, contact_id, kind, value) select org_id, id, 'wa_id', ${person.number} from contact
      ), conversation as (
        insert into conversations (org_id, contact_id, phone_number_id)
        select org_id, id, ${phoneNumberId} from contact returning id, org_id, contact_id, phone_number_id
      )
      insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, fallback, status,
        status_rank, source, purpose, campaign_id, is_unasked)
      select gen_random_uuid(), org_id, id, contact_id, phone_number_id, 'outbound', ${change.content?.type ?? 'template'},
        ${json(world.sql, change.content ?? sampleTemplate)}, ${change.fallback ? json(world.sql, change.fallback) : null}, 'queued',
        0, 'campaign', ${change.purpose ?? 'utility'}, ${change.campaignId ?? null}, true
      from conversation returning id, contact_id as "contactId"`;
    return { ...row!, person };
  }

  return {
    queue,

    /** In this order. */
    async queueSeveral(count: number): Promise<Queued[]> {
      const all = [];
      for (let i = 0; i < count; i += 1) all.push(await queue());
      return all;
    },

    async rowOf({ id }: Queued): Promise<QueuedRow> {
      const [row] = await sql<QueuedRow[]>`
        select status, attempt, wamid, error_code, lease_until from messages where id = ${id}`;
      return row!;
    },

    async statusesOf(messages: readonly Queued[]): Promise<string[]> {
      const rows = await sql<{ id: string; status: string }[]>`
        select id, status from messages where id = any(${messages.map(({ id }) => id)}::uuid[])`;
      const byId = new Map(rows.map(({ id, status }) => [id, status]));
      return messages.map(({ id }) => byId.get(id) ?? 'gone');
    },

    /** What WhatsApp took for a person. */
    async postsTo({ person }: Queued): Promise<number> {
      return (await world.rig.simulator.outbound({ to: person.number })).items.length;
    },

    /** The number's budget from now on. */
    async budget(tokens: number, { rate = 0.001, burst = 100 } = {}): Promise<void> {
      await sql`
        update private.rate_buckets set tokens = ${tokens}, rate_per_second = ${rate}, burst = ${burst}, updated_at = clock_timestamp()
        where phone_number_id = ${demo.phoneNumberId}`;
    },

    async tokensLeft(): Promise<number> {
      const [row] = await sql<{ tokens: number }[]>`
        select tokens from private.rate_buckets where phone_number_id = ${demo.phoneNumberId}`;
      return row!.tokens;
    },
  };
}
