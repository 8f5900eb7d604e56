/**
 * Who gets a message: decided in the transaction that stores it, in this order: people (human mode); a trigger that interrupts; the
 * run whose button was pressed; the conversation's foreground run; a trigger of a live flow; else the inbox.
 */
import { firing } from '../../core/flow/triggers.ts';
import type { Tx } from '../../platform/db/pool.ts';
import type { OutboxMessage } from '../dispatcher/outbox.ts';
import { messageDetail, messageEvent, messageFactsJson, type MessageFacts } from './message-facts.ts';
import { addCommands, addMessageEvents, wakeUp } from './run-events.ts';
import { insertRuns } from './start-run.ts';
import { triggerJson, triggerOrder, type FiringTrigger } from './triggers.ts';

export interface RoutedMessage {
  id: string;
  /** What the person typed or pressed; null when there are no words. */
  words: string | null;
  isPress: boolean;
  replyToWamid: string | null;
  /** False for a message that may be weeks old: it is nobody's reason to begin something. */
  mayStartFlows: boolean;
}

export interface RoutedConversation {
  id: string;
  orgId: string;
  contactId: string;
  phoneNumberId: string;
  mode: 'bot' | 'human';
  foregroundRunId: string | null;
}

interface ActiveRun {
  id: string;
  flowId: string;
  /** It wants to hear when the person writes, whoever gets the message. */
  hearsReplies: boolean;
  sentThePressedMessage: boolean;
}

interface Candidates {
  triggers: FiringTrigger[];
  facts: MessageFacts;
}

/** The caller holds the conversation's lock. Returns the workflows to wake. */
export async function routeMessage(
  tx: Tx,
  conversation: RoutedConversation,
  message: RoutedMessage,
): Promise<OutboxMessage[]> {
  const mayStart = conversation.mode === 'bot' && message.mayStartFlows;
  const { runs, interrupting } = await situation(tx, conversation, message, mayStart);
  const foreground = runs.find((run) => run.id === conversation.foregroundRunId);
  if (interrupting !== null) {
    const started = await startFirst(tx, conversation, message, interrupting, foreground?.id ?? null);
    if (started !== null) {
      const others = runs.filter((run) => run !== foreground);
      const told = await tellRuns(tx, conversation, message, others, undefined);
      const ended = foreground ? [await interrupt(tx, conversation, foreground, message.id)] : [];
      return [...told, ...ended, started];
    }
  }
  const pressed = message.isPress ? runs.find((run) => run.sentThePressedMessage) : undefined;
  const owner = conversation.mode === 'human' ? undefined : (pressed ?? foreground);
  const wakes = await tellRuns(tx, conversation, message, runs, owner);
  if (owner || !mayStart) return wakes;
  const started = await startFirst(
    tx,
    conversation,
    message,
    await candidates(tx, conversation, message),
    null,
  );
  return started === null ? wakes : [...wakes, started];
}

/** Runs of this conversation, and triggers that don't wait for them: one round trip, because every message makes it. */
async function situation(
  tx: Tx,
  conversation: RoutedConversation,
  message: RoutedMessage,
  mayStart: boolean,
): Promise<{ runs: ActiveRun[]; interrupting: Candidates | null }> {
  const [row] = await tx<
    { runs: ActiveRun[] | null; triggers: FiringTrigger[] | null; facts: MessageFacts | null }[]
  >`
    with interrupting as (
      select jsonb_agg(${triggerJson(tx)} order by ${triggerOrder(tx)}) as triggers
      from flow_triggers t join flows f on f.id = t.flow_id
      where ${mayStart} and t.org_id = ${conversation.orgId} and t.interrupts and t.keys @> array['message'] and f.status = 'live'
    )
    select
      (select jsonb_agg(jsonb_build_object('id', r.id, 'flowId', r.flow_id, 'hearsReplies', r.listens_to @> array['replied'],
          'sentThePressedMessage', exists (
            select from messages m where m.phone_number_id = ${conversation.phoneNumberId}
              and m.wamid = ${message.isPress ? message.replyToWamid : null} and m.flow_run_id = r.id)))
        from flow_runs r where r.conversation_id = ${conversation.id} and r.ended_at is null) as runs,
      i.triggers, case when i.triggers is not null then ${messageFactsJson(tx, message.id)} end as facts
    from interrupting i`;
  const { runs, triggers, facts } = row!;
  return { runs: runs ?? [], interrupting: triggers && facts ? { triggers, facts } : null };
}

async function candidates(
  tx: Tx,
  conversation: RoutedConversation,
  message: RoutedMessage,
): Promise<Candidates | null> {
  const [row] = await tx<{ triggers: FiringTrigger[] | null; facts: MessageFacts | null }[]>`
    with listening as (
      select jsonb_agg(${triggerJson(tx)} order by ${triggerOrder(tx)}) as triggers
      from flow_triggers t join flows f on f.id = t.flow_id
      where t.org_id = ${conversation.orgId} and t.keys @> array['message'] and f.status = 'live'
    )
    select l.triggers, case when l.triggers is not null then ${messageFactsJson(tx, message.id)} end as facts from listening l`;
  return row?.triggers && row.facts ? { triggers: row.triggers, facts: row.facts } : null;
}

/** The first trigger that fires and lets this person in. */
async function startFirst(
  tx: Tx,
  conversation: RoutedConversation,
  message: RoutedMessage,
  found: Candidates | null,
  insteadOfRunId: string | null,
): Promise<OutboxMessage | null> {
  if (found === null) return null;
  const event = messageEvent(message.words, found.facts);
  for (const trigger of firing(found.triggers, event)) {
    const [started] = await insertRuns(tx, [
      {
        trigger,
        start: {
          contactId: conversation.contactId,
          conversationId: conversation.id,
          messageId: message.id,
          causeDepth: 0,
          detail: messageDetail(found.facts),
          insteadOfRunId,
        },
      },
    ]);
    if (started) return started;
  }
  return null;
}

/** The message for the run that owns it, and for those that hear of it. */
async function tellRuns(
  tx: Tx,
  conversation: RoutedConversation,
  message: RoutedMessage,
  runs: readonly ActiveRun[],
  owner: ActiveRun | undefined,
): Promise<OutboxMessage[]> {
  const told = runs.filter((run) => run === owner || run.hearsReplies);
  const events = told.map((run) => ({
    runId: run.id,
    kind: run === owner ? ('reply' as const) : ('observed' as const),
  }));
  const added = await addMessageEvents(tx, message.id, events);
  return told
    .filter((run) => added.has(run.id))
    .map((run) => wakeUp(refOf(run, conversation), { kind: 'reply', ref: message.id }));
}

async function interrupt(
  tx: Tx,
  conversation: RoutedConversation,
  run: ActiveRun,
  messageId: string,
): Promise<OutboxMessage> {
  await addCommands(tx, [run.id], { kind: 'stop', reason: 'interrupted' }, messageId);
  return wakeUp(refOf(run, conversation), { kind: 'command', ref: messageId });
}

function refOf(run: ActiveRun, { id: conversationId, orgId, contactId }: RoutedConversation) {
  return { id: run.id, flowId: run.flowId, orgId, contactId, conversationId };
}
