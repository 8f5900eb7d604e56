/** Tag changes and their cousins: each one goes once through the triggers of the live flows. */
import type { Tx } from '../../platform/db/pool.ts';
import type { OutboxMessage } from '../dispatcher/outbox.ts';
import { openConversation } from '../relay/conversations.ts';
import { writeDeadLetter } from '../relay/dead-letters.ts';
import { isTransient, stableCode } from '../relay/failures.ts';
import { startRun, type Trigger } from './start-run.ts';

/** Flows that cause each other's events stop here: A tags, B starts on the tag and tags, A starts on that... */
const MAX_CAUSE_DEPTH = 5;

interface PendingEvent {
  id: number;
  orgId: string;
  contactId: string;
  kind: string;
  name: string;
  causeDepth: number;
}

/**
 * Routes the oldest pending event, in the caller's transaction: one at a time, so that one that fails holds up no other and no two
 * conversations are locked at once. Returns the workflows to wake, or null when nothing is pending.
 */
export async function routeNextContactEvent(tx: Tx): Promise<OutboxMessage[] | null> {
  const [event] = await tx<PendingEvent[]>`
    update contact_events e set routed_at = now()
    from (select id from contact_events where routed_at is null order by id limit 1 for update skip locked) due
    where e.id = due.id
    returning e.id, e.org_id as "orgId", e.contact_id as "contactId", e.kind, e.name, e.cause_depth as "causeDepth"`;
  if (!event) return null;
  if (event.kind !== 'tag_added') return [];
  if (event.causeDepth >= MAX_CAUSE_DEPTH) return bury(tx, event, 'flows_cause_each_other');
  try {
    return await tx.savepoint((sp) => startTaggedFlows(sp, event));
  } catch (error) {
    if (isTransient(error)) throw error;
    return bury(tx, event, stableCode(error));
  }
}

async function startTaggedFlows(tx: Tx, event: PendingEvent): Promise<OutboxMessage[]> {
  const wakes: OutboxMessage[] = [];
  for (const trigger of await tagTriggers(tx, event)) {
    if (trigger.phoneNumberId === null) {
      await bury(tx, event, 'no_number');
      continue;
    }
    const conversation = await openConversation(tx, event.orgId, event.contactId, trigger.phoneNumberId);
    const started = await startRun(tx, trigger, {
      orgId: event.orgId,
      contactId: event.contactId,
      conversationId: conversation.id,
      messageId: null,
      causeDepth: event.causeDepth,
    });
    if (started) wakes.push(started);
  }
  return wakes;
}

async function bury(tx: Tx, event: PendingEvent, cause: string): Promise<OutboxMessage[]> {
  const reference = { contactEventId: event.id, contactId: event.contactId };
  await writeDeadLetter(tx, { orgId: event.orgId, kind: 'contact_event', cause, reference });
  return [];
}

/** A flow without a number of its own runs on the number this person wrote to last, else on the organisation's oldest. */
function tagTriggers(tx: Tx, event: PendingEvent) {
  return tx<(Trigger & { phoneNumberId: string | null })[]>`
    select t.flow_id as "flowId", f.name as "flowName", t.flow_version_id as "flowVersionId", f.published_version as version,
      t.node_id as "nodeId", t.reentry, t.exit_on_reply as "exitOnReply",
      coalesce(
        f.phone_number_id,
        (select c.phone_number_id from conversations c where c.org_id = t.org_id and c.contact_id = ${event.contactId}
          order by c.last_inbound_at desc nulls last limit 1),
        (select p.id from phone_numbers p where p.org_id = t.org_id order by p.created_at, p.id limit 1)
      ) as "phoneNumberId"
    from flow_triggers t join flows f on f.id = t.flow_id
    where t.org_id = ${event.orgId} and t.kind = 'tag' and t.config ->> 'tag' = ${event.name} and f.status = 'live'
    order by t.priority desc, f.created_at, t.id`;
}
