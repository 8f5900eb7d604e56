/**
 * What an event tells, read at the moment it is sent: a delivery's row holds ids only. Somebody who was erased since, or is being
 * erased, is not told of any more.
 */
import type { Contact } from '../../core/api/schemas.ts';
import type { WebhookEventType } from '../../core/api/webhook-event-types.ts';
import type { WebhookPayload } from '../../core/api/webhook-events.ts';
import type { CampaignStatus, PauseReason } from '../../core/campaigns/statuses.ts';
import type { Sql } from '../../platform/db/pool.ts';
import { contactColumns, toContact, type ContactRow } from '../../platform/rows/contacts.ts';
import {
  conversationColumns,
  toConversation,
  type ConversationRow,
} from '../../platform/rows/conversations.ts';
import { selectFlowRuns, toFlowRun, type FlowRunRow } from '../../platform/rows/flow-runs.ts';
import { messageColumns, toMessage, type MessageRow } from '../../platform/rows/messages.ts';
import { toTimeOrNull } from '../../platform/rows/time.ts';

export interface Delivery {
  id: string;
  seq: number;
  orgId: string;
  endpointId: string;
  type: WebhookEventType;
  subjectId: string | null;
  contactEventId: number | null;
  detail: Record<string, unknown>;
  occurredAt: Date;
}

type Data = WebhookPayload['data'];

/** @returns null when what it tells of is no more, or is no longer to be told */
export async function render(sql: Sql, delivery: Delivery): Promise<WebhookPayload | null> {
  const data = await renderers[delivery.type](sql, delivery);
  if (data === null) return null;
  const { id, type, seq: sequence, orgId, occurredAt } = delivery;
  return { id, type, timestamp: occurredAt.toISOString(), sequence, orgId, data } as WebhookPayload;
}

type Render = (sql: Sql, delivery: Delivery) => Promise<Data | null>;

const renderers: Record<WebhookEventType, Render> = {
  'message.received': renderMessage,
  'message.status': renderMessage,
  'conversation.opened': renderConversation,
  'conversation.assigned': renderConversation,
  'conversation.resolved': renderConversation,
  'contact.created': renderContact,
  'contact.updated': renderContact,
  'contact.tagged': fromContactEvent(({ kind, name }) => ({
    tag: name,
    action: kind === 'tag_added' ? ('added' as const) : ('removed' as const),
  })),
  'contact.merged': fromContactEvent(({ name }) => ({ mergedContactId: name })),
  'contact.erased': async (_sql, { subjectId }) => ({ contactId: subjectId! }),
  'consent.changed': fromContactEvent(({ name, detail }) => ({
    purpose: name,
    state: detail.value,
    previous: detail.previous,
  })),
  'flow_run.started': renderRun,
  'flow_run.ended': renderRun,
  'goal.reached': fromContactEvent(({ name, detail }) => ({ goal: name, flowId: detail.flowId })),
  'campaign.started': renderCampaign,
  'campaign.paused': renderCampaign,
  'campaign.completed': renderCampaign,
  'endpoint.test': async (_sql, { endpointId }) => ({ endpointId }),
};

async function renderMessage(sql: Sql, { orgId, subjectId, detail }: Delivery): Promise<Data | null> {
  const [row] = await sql<MessageRow[]>`
    select ${messageColumns(sql)} from messages m where m.org_id = ${orgId} and m.id = ${subjectId}`;
  return withContact(sql, orgId, row, { ...detail, message: row && toMessage(row) });
}

async function renderConversation(sql: Sql, { orgId, subjectId, detail }: Delivery): Promise<Data | null> {
  const [row] = await sql<ConversationRow[]>`
    select ${conversationColumns(sql)} from conversations v join contacts c on c.org_id = v.org_id and c.id = v.contact_id
    where v.org_id = ${orgId} and v.id = ${subjectId}`;
  return withContact(sql, orgId, row, { ...detail, conversation: row && toConversation(row) });
}

async function renderRun(sql: Sql, { orgId, subjectId, detail }: Delivery): Promise<Data | null> {
  const [row] = await sql<FlowRunRow[]>`
    ${selectFlowRuns(sql)} where r.org_id = ${orgId} and r.id = ${subjectId}`;
  return withContact(sql, orgId, row, { ...detail, run: row && toFlowRun(row) });
}

interface CampaignRow {
  id: string;
  name: string;
  status: CampaignStatus;
  pauseReason: PauseReason | null;
  startedAt: Date | null;
  endedAt: Date | null;
}

async function renderCampaign(sql: Sql, { orgId, subjectId }: Delivery): Promise<Data | null> {
  const [row] = await sql<CampaignRow[]>`
    select g.id, g.name, g.status, g.pause_reason as "pauseReason", g.started_at as "startedAt", g.ended_at as "endedAt"
    from campaigns g where g.org_id = ${orgId} and g.id = ${subjectId}`;
  if (row === undefined) return null;
  const { startedAt, endedAt } = row;
  return { campaign: { ...row, startedAt: toTimeOrNull(startedAt), endedAt: toTimeOrNull(endedAt) } };
}

async function renderContact(sql: Sql, { orgId, subjectId, detail }: Delivery): Promise<Data | null> {
  return withContact(sql, orgId, { contact_id: subjectId! }, detail);
}

interface ContactEventRow {
  contact_id: string;
  kind: string;
  name: string;
  detail: Record<string, unknown>;
}

function fromContactEvent(tell: (event: ContactEventRow) => Record<string, unknown>): Render {
  return async (sql, { orgId, contactEventId }) => {
    const [event] = await sql<ContactEventRow[]>`
      select contact_id, kind, name, detail from contact_events where org_id = ${orgId} and id = ${contactEventId}`;
    return event === undefined ? null : withContact(sql, orgId, event, tell(event));
  };
}

/** @param subject undefined when it is gone */
async function withContact(
  sql: Sql,
  orgId: string,
  subject: { contact_id: string } | undefined,
  data: Record<string, unknown>,
): Promise<Data | null> {
  if (subject === undefined) return null;
  const contact = await loadContact(sql, orgId, subject.contact_id);
  return contact && { ...data, contact };
}

async function loadContact(sql: Sql, orgId: string, id: string): Promise<Contact | null> {
  const [row] = await sql<ContactRow[]>`
    select ${contactColumns(sql)} from contacts c
    where c.org_id = ${orgId} and c.id = ${id}
      and not exists (select from erasures e where e.org_id = c.org_id and e.contact_id = c.id)`;
  return row ? toContact(row) : null;
}
