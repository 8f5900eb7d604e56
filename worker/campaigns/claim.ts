/**
 * Takes recipients whose time has come and makes their messages, in one transaction: a recipient is claimed exactly when the message that
 * it is to get stands in its row. Whoever dies before the commit has done nothing; behind it the gate sees to it that the message goes
 * out once, whoever sends it.
 */
import { v7 as uuidv7 } from 'uuid';
import type { CampaignScene } from '../../core/campaigns/message.ts';
import type { PauseReason } from '../../core/campaigns/statuses.ts';
import { plainText, type SendPurpose } from '../../core/messaging/content.ts';
import { loadPeople } from '../../platform/campaigns/people.ts';
import { json, type Sql, type Tx } from '../../platform/db/pool.ts';
import type { Campaign } from './campaign.ts';
import { decide, type Due, type Verdict } from './decide.ts';
import { openConversations } from './conversations.ts';
import { holdPeople } from './hold-people.ts';
import { insertMessages, type NewMessage } from './insert-messages.ts';

/** A worker that has not said what came of its claims by then has died. */
const LEASE_SECONDS = 60;
/** Somebody is working on the conversation, or another campaign writes to the person just now. */
const BUSY_RETRY_MS = 1_000;
const busyUntil = (now: Date) => new Date(now.getTime() + BUSY_RETRY_MS);

export interface ClaimOptions {
  limit: number;
  isTest: boolean;
  purpose: SendPurpose;
  scene: CampaignScene;
}

export interface Batch {
  /** Recipients whose time had come, also those who get nothing now. */
  taken: number;
  messageIds: string[];
  /** Marks these claims: who comes after the lease has run out has another one. */
  lease: Date;
  /** Found on the way: nothing more is to be sent. */
  cannotSend: PauseReason | null;
}

export async function claimBatch(sql: Sql, campaign: Campaign, options: ClaimOptions): Promise<Batch> {
  const { purpose, scene } = options;
  return sql.begin(async (tx) => {
    const { due, lease } = await takeDue(tx, campaign, options);
    if (due.length === 0) return { taken: 0, messageIds: [], lease, cannotSend: null };
    const contactIds = due.map(({ contactId }) => contactId);
    const held = await holdPeople(tx, contactIds);
    const people = await loadPeople(tx, campaign.orgId, contactIds, campaign.doc.delivery, scene.now);
    const byId = new Map(people.map((person) => [person.contact.id, person]));
    const verdicts = due.map((one) =>
      held.has(one.contactId)
        ? decide(campaign, one, byId.get(one.contactId), purpose, scene)
        : ({ kind: 'later', at: busyUntil(scene.now) } as const),
    );
    const writing = due.flatMap(({ contactId }, n) => {
      const verdict = verdicts[n]!;
      return verdict.kind === 'write' ? [{ contactId, text: plainText(verdict.message.content) }] : [];
    });
    const conversations = await openConversations(tx, campaign, writing, scene.now);
    const changes = due.map((one, n) => changeOf(one, verdicts[n]!, conversations, scene.now));
    const messages = changes.flatMap(({ message }) => message ?? []);
    await Promise.all([
      insertMessages(tx, campaign, messages, scene.now),
      changeRecipients(tx, campaign, changes, lease),
    ]);
    const unusable = verdicts.some(({ kind }) => kind === 'unusable');
    return {
      taken: due.length,
      messageIds: changes.flatMap(({ state, messageId }) =>
        state === 'claimed' && messageId !== null ? [messageId] : [],
      ),
      lease,
      cannotSend: unusable ? 'template_unusable' : null,
    };
  });
}

/** Locks the campaign against a change of its status: who pauses or cancels it knows that nothing is claimed from then on. */
async function takeDue(
  tx: Tx,
  { id, orgId, doc: { delivery } }: Campaign,
  { limit, isTest, scene: { now, timeZone } }: ClaimOptions,
): Promise<{ due: Due[]; lease: Date }> {
  const { quietHours } = delivery;
  const rows = await tx<(Due & { lease: Date })[]>`
    with campaign as materialized (
      select winner from campaigns where org_id = ${orgId} and id = ${id} and status = 'running' for share
    ), due as materialized (
      select * from campaign_recipients
      where campaign_id = ${id} and state = 'pending' and is_test = ${isTest} and send_at <= ${now} and exists (select from campaign)
      order by send_at limit ${limit} for update skip locked
    )
    select r.contact_id as "contactId", coalesce(r.variant, (select winner from campaign)) as variant, r.attempts,
      r.message_id as "messageId", m.status as "messageStatus", m.error_class as "errorClass",
      ${
        quietHours === null
          ? tx`null::timestamptz`
          : tx`(select nullif(private.after_quiet_hours(${now}, coalesce(c.time_zone, ${timeZone}), ${quietHours.from}::text::time,
              ${quietHours.to}::text::time), ${now}) from contacts c where c.id = r.contact_id)`
      } as "quietUntil",
      date_trunc('milliseconds', clock_timestamp()) + make_interval(secs => ${LEASE_SECONDS}) as lease
    from due r left join messages m on m.id = r.message_id`;
  return { due: [...rows], lease: rows[0]?.lease ?? new Date(0) };
}

interface Change {
  contactId: string;
  state: 'pending' | 'claimed' | 'sent' | 'excluded';
  reason: string | null;
  /** Null: as it is. */
  sendAt: Date | null;
  variant: string | null;
  messageId: string | null;
  attempts: number;
  message: NewMessage | null;
}

function changeOf(due: Due, verdict: Verdict, conversations: ReadonlyMap<string, string>, now: Date): Change {
  const { contactId, variant, messageId, attempts } = due;
  const same = { contactId, reason: null, sendAt: null, variant, messageId, attempts, message: null };
  switch (verdict.kind) {
    case 'sendAgain':
      return { ...same, state: 'claimed' };
    case 'isSent':
      return { ...same, state: 'sent' };
    case 'exclude':
      return { ...same, state: 'excluded', reason: verdict.reason };
    case 'later':
      return { ...same, state: 'pending', sendAt: verdict.at };
    case 'unusable':
      return { ...same, state: 'pending' };
    case 'write': {
      const conversationId = conversations.get(contactId);
      if (conversationId === undefined) return { ...same, state: 'pending', sendAt: busyUntil(now) };
      const id = uuidv7();
      const text = plainText(verdict.message.content);
      const message = { id, contactId, conversationId, text, retryOf: messageId, ...verdict.message };
      return { ...same, state: 'claimed', messageId: id, attempts: attempts + 1, message };
    }
  }
}

async function changeRecipients(tx: Tx, { id }: Campaign, changes: Change[], lease: Date) {
  const rows = changes.map(({ message: _, ...change }) => change);
  await tx`
    update campaign_recipients r set state = c.state, reason = c.reason, send_at = coalesce(c."sendAt", r.send_at), variant = c.variant,
      message_id = c."messageId", attempts = c.attempts, lease_until = case c.state when 'claimed' then ${lease}::timestamptz end,
      updated_at = now()
    from jsonb_to_recordset(${json(tx, rows)})
      as c ("contactId" uuid, state text, reason text, "sendAt" timestamptz, variant text, "messageId" uuid, attempts smallint)
    where r.campaign_id = ${id} and r.contact_id = c."contactId"`;
}
