/** Everything the gate's checks need, in one query. */
import type { CampaignStatus } from '../../core/campaigns/statuses.ts';
import type { OutboundContent, SendPurpose, TemplateContent } from '../../core/messaging/content.ts';
import type { ConsentState } from '../../core/messaging/consent.ts';
import {
  parameterNames,
  placeholdersOf,
  templateParts,
  type TemplateComponents,
} from '../../core/messaging/template-parts.ts';
import type { Sql } from '../../platform/db/pool.ts';
import { eventKeyOf } from '../routing/event-keys.ts';
import { arrayOf } from './lock.ts';

export interface Sendable {
  content: OutboundContent;
  purpose: SendPurpose;
}

export interface GateMessage extends Sendable {
  id: string;
  orgId: string;
  phoneNumberId: string;
  metaPhoneNumberId: string;
  wabaAccountId: string;
  conversationId: string;
  /** Null for what people and the API send. */
  flowRunId: string | null;
  /** Null for what isn't of a campaign, and for the try-outs of a draft. */
  campaignId: string | null;
  /** Null when there is none, or not any more. */
  campaignStatus: CampaignStatus | null;
  contactId: string;
  status: string;
  attempt: number;
  notBefore: Date | null;
  createdAt: Date;
  /** What goes out instead when the window is closed. */
  fallback: Sendable | null;
  source: string;
  replyToWamid: string | null;
  errorCode: string | null;
  errorClass: string | null;
  errorTitle: string | null;
  waId: string | null;
  bsuid: string | null;
  mode: 'bot' | 'human';
  windowExpiresAt: Date | null;
  marketingConsent: ConsentState;
  utilityConsent: ConsentState;
  suppressed: boolean;
  runEnded: boolean;
  /** Something waits for the run that ends it before it sends: a stop, an event that its flow names for that, the flow's time. */
  runIsToEnd: boolean;
  runIsPaused: boolean;
  /** When its paused run or campaign was let go on, the last time. */
  letGoOnAt: Date | null;
  /** Its run handed the conversation over itself. */
  handedOver: boolean;
  /** State of the template that content or fallback names; null when there is no such template. */
  template: {
    name: string;
    language: string;
    status: string;
    category: string;
    components: TemplateComponents;
  } | null;
}

/** By id; those that don't exist any more are missing. */
export async function loadMessages(
  sql: Sql,
  messageIds: readonly string[],
  now: Date,
): Promise<Map<string, GateMessage>> {
  const messages = await sql<GateMessage[]>`
    select m.id, m.org_id as "orgId", m.phone_number_id as "phoneNumberId", p.meta_phone_number_id as "metaPhoneNumberId",
      p.waba_account_id as "wabaAccountId", m.conversation_id as "conversationId", m.flow_run_id as "flowRunId",
      m.campaign_id as "campaignId", g.status as "campaignStatus", m.contact_id as "contactId", m.status, m.attempt,
      m.not_before as "notBefore", m.created_at as "createdAt", m.content, m.fallback, coalesce(m.purpose, 'service') as purpose,
      m.source, m.reply_to_wamid as "replyToWamid", m.error_code as "errorCode", m.error_class as "errorClass", m.error_title as "errorTitle",
      v.mode, v.window_expires_at as "windowExpiresAt", c.marketing_consent as "marketingConsent",
      c.utility_consent as "utilityConsent", c.suppressed,
      coalesce(r.ended_at is not null, false) as "runEnded",
      coalesce(r.ended_at is null and r.paused_at is not null, false) as "runIsPaused",
      -- NOTE: nothing but its status changes a campaign that is under way.
      coalesce(r.resumed_at, g.updated_at) as "letGoOnAt",
      -- A run that sends listens only to what ends it, and wakes only at the end of its flow's time.
      coalesce(r.ended_at is null and (r.wake_at <= ${now} or exists (
        select from private.run_events e left join contact_events c on c.id = e.contact_event_id
        where e.run_id = r.id and e.n >= r.next_event and (e.kind = 'stop' or (e.kind = 'observed' and 'replied' = any(r.listens_to))
          or (${eventKeyOf(sql, 'c')} = any(r.listens_to) and c.flow_run_id is distinct from r.id)))), false) as "runIsToEnd",
      coalesce(r.handed_over, false) as "handedOver", ids.wa_id as "waId", ids.bsuid,
      (select jsonb_build_object('name', t.name, 'language', t.language, 'status', t.status, 'category', t.category, 'components', t.components)
        from templates t where t.waba_account_id = p.waba_account_id
          and t.name = coalesce(m.fallback -> 'content' ->> 'name', m.content ->> 'name')
          and t.language = coalesce(m.fallback -> 'content' ->> 'language', m.content ->> 'language')) as template
    from messages m
    join conversations v on v.id = m.conversation_id
    join contacts c on c.id = m.contact_id
    join phone_numbers p on p.id = m.phone_number_id
    left join flow_runs r on r.id = m.flow_run_id
    left join campaigns g on g.org_id = m.org_id and g.id = m.campaign_id
    cross join lateral (
      select coalesce(
          (array_agg(i.value order by i.seen_at desc, i.value) filter (where i.kind = 'wa_id'))[1],
          (array_agg(ltrim(i.value, '+') order by i.seen_at desc) filter (where i.kind = 'phone'))[1]) as wa_id,
        (array_agg(i.value order by i.seen_at desc) filter (where i.kind = 'bsuid'))[1] as bsuid
      from contact_identities i where i.org_id = m.org_id and i.contact_id = m.contact_id
    ) ids
    where m.id = any(${arrayOf(sql, messageIds)}::uuid[])`;
  return new Map(messages.map((message) => [message.id, message]));
}

/** Meta's state of the template that this content names; null when there is none. */
export function templateStateOf(message: GateMessage, content: TemplateContent): string | null {
  return templateOf(message, content)?.status ?? null;
}

/** Of the parameters of that template; null when they are numbered, or there is no such template. */
export function parameterNamesOf(message: GateMessage, content: TemplateContent) {
  return parameterNames(templateOf(message, content)?.components ?? []);
}

/** Whether a placeholder of the template's body would stay empty: Meta refuses that. */
export function isIncomplete(message: GateMessage, content: TemplateContent): boolean {
  const { body } = templateParts(message.template?.components ?? []);
  return content.body.filter((value) => value.trim() !== '').length < placeholdersOf(body).length;
}

function templateOf({ template }: GateMessage, { name, language }: TemplateContent) {
  return template?.name === name && template.language === language ? template : null;
}
