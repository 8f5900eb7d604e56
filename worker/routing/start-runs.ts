/** Starts a flow for many contacts at once: enrolment by people, schedules and dates. */
import type { VariableValue } from '../../core/flow/basics.ts';
import type { Tx } from '../../platform/db/pool.ts';
import type { OutboxMessage } from '../dispatcher/outbox.ts';
import { lockConversations, openConversations } from './open-conversations.ts';
import { insertRuns } from './start-run.ts';
import type { Trigger } from './triggers.ts';

/** Nobody can be written to: the organisation has no WhatsApp number. */
export class NoNumberError extends Error {
  readonly code = 'no_number';
}

/**
 * Runs for those contacts whom the flow's re-entry policy lets in; a contact without a conversation gets one. Contacts of another
 * organisation and contacts that are gone are passed over. Take a few hundred at a time: each locks its conversation until the
 * transaction ends. A deadlock with somebody else is possible, if unlikely: try again on SQLSTATE 40P01.
 *
 * @returns the workflows to start, for `writeOutbox` in the same transaction; one for each run
 * @throws NoNumberError when the organisation has no number
 */
export async function startRuns(
  tx: Tx,
  trigger: Trigger,
  contactIds: readonly string[],
  options: { detail?: Record<string, VariableValue>; causeDepth?: number } = {},
): Promise<OutboxMessage[]> {
  const contacts = [...new Set(contactIds)];
  const seats = contacts.map((contactId) => ({ orgId: trigger.orgId, flowId: trigger.flowId, contactId }));
  const conversations = await openConversations(tx, seats);
  const starts = contacts.flatMap((contactId, at) => {
    const conversationId = conversations[at];
    if (!conversationId) return [];
    const { detail = {}, causeDepth = 0 } = options;
    return [{ trigger, start: { contactId, conversationId, messageId: null, causeDepth, detail } }];
  });
  if (starts.length === 0 && contacts.length > 0) await expectNumber(tx, trigger.orgId);
  await lockConversations(
    tx,
    starts.map(({ start }) => start.conversationId),
  );
  return insertRuns(tx, starts);
}

async function expectNumber(tx: Tx, orgId: string): Promise<void> {
  const [number] = await tx`select from phone_numbers where org_id = ${orgId} limit 1`;
  if (!number) throw new NoNumberError('Connect a WhatsApp number before enrolling contacts.');
}
