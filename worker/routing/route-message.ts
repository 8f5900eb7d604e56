/**
 * Who gets a message: decided in the transaction that stores it, in this order: people (human mode); the run whose button was
 * pressed; the conversation's foreground run; a trigger of a live flow; else the inbox.
 */
import { matchKeyword, type CompiledTrigger } from '../../core/flow/triggers.ts';
import type { Tx } from '../../platform/db/pool.ts';
import type { OutboxMessage } from '../dispatcher/outbox.ts';
import { startRun, type Trigger } from './start-run.ts';

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
  exitOnReply: boolean;
  sentThePressedMessage: boolean;
}

/** The caller holds the conversation's lock. Returns the workflows to wake. */
export async function routeMessage(
  tx: Tx,
  conversation: RoutedConversation,
  message: RoutedMessage,
): Promise<OutboxMessage[]> {
  const runs = await activeRuns(tx, conversation, message);
  const owner = conversation.mode === 'human' ? undefined : ownerOf(runs, conversation, message);
  const wakes: OutboxMessage[] = [];
  for (const run of runs) {
    if (run !== owner && !run.exitOnReply) continue;
    const kind = run === owner ? 'reply' : 'observed';
    if (await addEvent(tx, run.id, kind, message.id)) wakes.push(wakeUp(conversation, run, message.id));
  }
  if (owner || conversation.mode === 'human' || !message.mayStartFlows) return wakes;

  const trigger = await findTrigger(tx, conversation.orgId, message.words);
  if (!trigger) return wakes;
  const started = await startRun(tx, trigger, {
    orgId: conversation.orgId,
    contactId: conversation.contactId,
    conversationId: conversation.id,
    messageId: message.id,
    causeDepth: 0,
  });
  return started ? [...wakes, started] : wakes;
}

function ownerOf(
  runs: ActiveRun[],
  conversation: RoutedConversation,
  message: RoutedMessage,
): ActiveRun | undefined {
  const pressed = message.isPress ? runs.find((run) => run.sentThePressedMessage) : undefined;
  return pressed ?? runs.find((run) => run.id === conversation.foregroundRunId);
}

function activeRuns(tx: Tx, conversation: RoutedConversation, message: RoutedMessage) {
  return tx<ActiveRun[]>`
    select r.id, r.flow_id as "flowId", r.exit_on_reply as "exitOnReply",
      exists (
        select 1 from messages m where m.phone_number_id = ${conversation.phoneNumberId}
          and m.wamid = ${message.isPress ? message.replyToWamid : null} and m.flow_run_id = r.id
      ) as "sentThePressedMessage"
    from flow_runs r where r.conversation_id = ${conversation.id} and r.ended_at is null`;
}

/** The message as the run's next event; false when the run has it already. */
async function addEvent(
  tx: Tx,
  runId: string,
  kind: 'reply' | 'observed',
  messageId: string,
): Promise<boolean> {
  const added = await tx`
    insert into private.run_events (run_id, n, kind, ref)
    select ${runId}, coalesce(max(n), 0) + 1, ${kind}, ${messageId} from private.run_events where run_id = ${runId}
    on conflict (run_id, kind, ref) do nothing`;
  return added.count > 0;
}

function wakeUp(conversation: RoutedConversation, run: ActiveRun, messageId: string): OutboxMessage {
  return {
    topic: 'flowRun',
    key: run.id,
    payload: {
      orgId: conversation.orgId,
      flowId: run.flowId,
      contactId: conversation.contactId,
      conversationId: conversation.id,
      summary: 'Flow run',
      wake: { kind: 'reply', ref: messageId },
    },
  };
}

async function findTrigger(tx: Tx, orgId: string, words: string | null): Promise<Trigger | undefined> {
  if (words === null) return undefined;
  const candidates = await tx<(Trigger & { config: CompiledTrigger })[]>`
    select t.flow_id as "flowId", f.name as "flowName", t.flow_version_id as "flowVersionId", f.published_version as version,
      t.node_id as "nodeId", t.reentry, t.exit_on_reply as "exitOnReply", t.config
    from flow_triggers t join flows f on f.id = t.flow_id
    where t.org_id = ${orgId} and t.kind = 'keyword' and f.status = 'live'
    order by t.priority desc, f.created_at, t.id`;
  return candidates.find(({ config }) => matchKeyword(config, words));
}
