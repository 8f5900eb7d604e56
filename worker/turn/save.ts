/** Writes what the engine said, in the turn's transaction: messages, changes of the contact, steps, the run itself. */
import { v7 as uuidv7 } from 'uuid';
import { plainText } from '../../core/messaging/content.ts';
import { deadlineOf, isUnderWay, listensTo, type CompiledFlow } from '../../core/flow/engine.ts';
import type { Command } from '../../core/flow/run.ts';
import { json, type Sql, type Tx } from '../../platform/db/pool.ts';
import { workflowIds, type TurnInput, type TurnResult } from '../../workflows/contract.ts';
import type { OutboxMessage } from '../dispatcher/outbox.ts';
import { refuse, runEnded } from '../gate/refuse.ts';
import { recordConsent } from '../relay/consent.ts';
import { routeMessage, type RoutedConversation } from '../routing/route-message.ts';
import { addCommands, wakeUp, type RunRef } from '../routing/run-events.ts';
import { insertNotes } from './insert-notes.ts';
import type { LoadedRun } from './load.ts';
import { contactChanges, type Played } from './play.ts';

export interface Saved {
  /** Ids of the messages asked for, by ordinal. */
  messageIds: Map<number, string>;
  wakes: OutboxMessage[];
}

type SetConsentCommand = Extract<Command, { kind: 'setConsent' }>;
type SendCommand = Extract<Command, { kind: 'send' }>;

export async function saveRun(
  tx: Tx,
  { run, flow }: { run: LoadedRun; flow: CompiledFlow },
  played: Played,
  turn: number,
  result: TurnResult,
  now: Date,
): Promise<Saved> {
  const sends = played.commands
    .filter((command) => command.kind === 'send')
    .map((command) => ({ id: uuidv7(), command }));
  // Independent of each other and sent together; they run in this order.
  await Promise.all([
    makeDurable(tx, played),
    insertMessages(tx, run, sends, !played.state.isAnswering, now),
    insertCalls(tx, run, played.commands),
    insertNotes(tx, run, played.commands, now),
    changeContact(tx, run, played, now),
    changeConversation(tx, run, played, sends.at(-1)?.command ?? null, now),
    insertSteps(tx, run, played, sends, turn, now),
    updateRun(tx, run, flow, played, turn, result, now),
    takeBackUnsent(tx, run, played),
  ]);
  const wakes = [...(await rerouteLeftovers(tx, run, played)), ...(await wakeWaiting(tx, run, played, turn))];
  return { messageIds: new Map(sends.map(({ id, command }) => [command.ordinal, id])), wakes };
}

/** What a turn answered after its last transaction; only while no later turn has begun. */
export async function storeResult(sql: Sql, input: TurnInput, result: TurnResult): Promise<void> {
  await sql`update flow_runs set turn_result = ${json(sql, result)} where id = ${input.runId} and seq = ${input.turn}`;
}

/**
 * Commits are lazy here, because a turn that is lost is found unfinished by the next one. Not so when nothing would wake the run
 * again: at its end, in any wait but that for a reply, and when it changed more than messages.
 */
async function makeDurable(tx: Tx, { state, commands }: Played): Promise<void> {
  const staysAwake = state.wait?.kind === 'send' || state.wait?.kind === 'reply';
  if (staysAwake && commands.every((command) => command.kind === 'send')) return;
  await tx`set local synchronous_commit = on`;
}

async function insertMessages(
  tx: Tx,
  run: LoadedRun,
  sends: { id: string; command: SendCommand }[],
  isUnasked: boolean,
  now: Date,
) {
  for (const { id, command } of sends) {
    const { content } = command;
    const fallback = command.fallback && {
      content: command.fallback,
      purpose: command.fallbackPurpose ?? 'utility',
    };
    await tx`
      insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, text, status,
        status_rank, source, flow_run_id, node_id, ordinal, purpose, fallback, is_unasked, created_at)
      values (${id}, ${run.orgId}, ${run.conversationId}, ${run.contactId}, ${run.phoneNumberId}, 'outbound', ${content.type},
        ${json(tx, content)}, ${plainText(content)}, 'queued', 0, 'flow', ${run.id}, ${command.nodeId}, ${command.ordinal},
        ${command.purpose}, ${fallback ? json(tx, fallback) : null}, ${isUnasked}, ${now})`;
  }
}

/** A message that the gate is sending just now is left to it: its row says what came of it. */
async function takeBackUnsent(tx: Tx, { pendingMessageId }: LoadedRun, { isCutShort }: Played) {
  if (isCutShort && pendingMessageId !== null)
    await refuse(tx, [{ messageId: pendingMessageId, refusal: runEnded }]);
}

async function insertCalls(tx: Tx, run: LoadedRun, commands: Command[]) {
  for (const command of commands) {
    if (command.kind !== 'call') continue;
    await tx`
      insert into private.flow_calls (run_id, ordinal, org_id, node_id, request)
      values (${run.id}, ${command.ordinal}, ${run.orgId}, ${command.nodeId}, ${json(tx, command.request)})`;
  }
}

async function changeContact(tx: Tx, run: LoadedRun, played: Played, now: Date) {
  const { commands } = played;
  const { addTags, removeTags, attributes, fields } = contactChanges(commands);
  const consents = commands.filter((command) => command.kind === 'setConsent');
  const goals = commands.flatMap((command) => (command.kind === 'reachGoal' ? [command.name] : []));
  const changesRow = [addTags, removeTags, Object.keys(attributes), Object.keys(fields)].some(
    (some) => some.length > 0,
  );
  if (!changesRow && consents.length === 0 && goals.length === 0) return;
  await nameCause(tx, run);
  if (changesRow) {
    // Only what the flow changes is written: an agent may be editing the same contact.
    await tx`
      update contacts set
        name = coalesce(${fields.name ?? null}, name), locale = coalesce(${fields.locale ?? null}, locale),
        time_zone = coalesce(${fields.timeZone ?? null}, time_zone),
        tags = array(select t from unnest(tags) t where t <> all (${removeTags}::text[]))
          || array(select t from unnest(${addTags}::text[]) t where t <> all (tags)),
        attributes = jsonb_strip_nulls(attributes || ${json(tx, attributes)})
      where id = ${run.contactId}`;
  }
  for (const consent of consents) await recordFlowConsent(tx, run, consent, played, now);
  for (const name of goals) {
    await tx`
      insert into contact_events (org_id, contact_id, kind, name, cause_depth, detail)
      values (${run.orgId}, ${run.contactId}, 'goal', ${name}, ${run.causeDepth + 1}, ${json(tx, { flowId: run.flowId })})`;
  }
}

/** For the events that the rest of this transaction writes: they are one step further from a person's own doing. */
async function nameCause(tx: Tx, run: LoadedRun) {
  await tx`
    select set_config('parley.cause_depth', ${String(run.causeDepth + 1)}, true),
      set_config('parley.flow_run_id', ${run.id}, true),
      set_config('parley.workflow_id', ${workflowIds.flowRun(run.orgId, run.id)}, true)`;
}

/**
 * What the flow noted about consent, with its proof: the run, the step, the message by which the person said so. A yes that confirms
 * a request names that entry too.
 */
async function recordFlowConsent(
  tx: Tx,
  run: LoadedRun,
  { purpose, state }: SetConsentCommand,
  { nextEvent, trace }: Played,
  now: Date,
) {
  const { orgId, contactId } = run;
  const [proof] = await tx<{ messageId: string | null; requestId: string | null }[]>`
    select (select ref from private.run_events e
        where e.run_id = ${run.id} and e.n < ${nextEvent} and e.kind in ('started', 'reply') and e.ref is not null
        order by e.n desc limit 1) as "messageId",
      (select e.id::text from consent_events e
        where ${state === 'granted'} and e.org_id = ${orgId} and e.contact_id = any(private.ids_of_contact(${orgId}, ${contactId}))
          and e.purpose = ${purpose} and e.state = 'requested'
        order by e.at desc limit 1) as "requestId"`;
  const nodeId = trace.findLast(({ nodeType }) => nodeType === 'set-consent')?.nodeId;
  const evidence = { flowRunId: run.id, flowVersionId: run.flowVersionId, nodeId, ...proof };
  await recordConsent(tx, {
    ...{ orgId, contactId, purpose, state, at: now },
    source: 'flow',
    actor: `run:${run.id}`,
    evidence: Object.fromEntries(Object.entries(evidence).filter(([, value]) => value != null)),
  });
}

async function changeConversation(
  tx: Tx,
  run: LoadedRun,
  played: Played,
  lastSend: SendCommand | null,
  now: Date,
) {
  const assign = played.commands.findLast((command) => command.kind === 'assign');
  const resumes = played.commands.some((command) => command.kind === 'resumeBot');
  const moved = played.commands.findLast(({ kind }) => kind === 'assign' || kind === 'resolve');
  const status = moved === undefined ? null : moved.kind === 'resolve' ? 'resolved' : 'open';
  const foreground = foregroundAfter(run, played);
  if (status === null && !resumes && !lastSend && foreground === run.foregroundRunId) return;
  if (status === 'resolved') await nameCause(tx, run);
  await tx`
    update conversations set foreground_run_id = ${foreground},
      mode = ${assign ? 'human' : resumes ? 'bot' : run.mode}, status = coalesce(${status}, status),
      assignee_id = coalesce((select m.user_id from org_members m where m.org_id = ${run.orgId} and m.user_id = ${assign?.assigneeId ?? null}), assignee_id),
      team_id = coalesce((select t.id from teams t where t.org_id = ${run.orgId} and t.id = ${assign?.teamId ?? null}), team_id)
      ${
        lastSend
          ? tx`, last_message_at = greatest(last_message_at, ${now}), last_message_text = left(${plainText(lastSend.content)}, 200),
              last_message_direction = 'outbound'`
          : tx``
      }
    where id = ${run.conversationId}`;
}

/** Set while it waits for a reply, kept between nodes, given up in any other wait and at the end. */
function foregroundAfter(run: LoadedRun, { state }: Played): string | null {
  if (state.wait?.kind === 'reply') return run.id;
  return !isUnderWay(state) && run.foregroundRunId === run.id ? null : run.foregroundRunId;
}

async function insertSteps(
  tx: Tx,
  run: LoadedRun,
  played: Played,
  sends: { id: string; command: SendCommand }[],
  turn: number,
  now: Date,
) {
  if (played.trace.length === 0) return;
  const steps = played.trace.map((step, i) => ({
    ...step,
    n: run.stepCount + 1 + i,
    messageIds: sends.filter(({ command }) => command.nodeId === step.nodeId).map(({ id }) => id),
  }));
  await tx`
    insert into flow_run_steps (run_id, n, org_id, seq, node_id, node_type, port, problem, message_ids, at)
    select ${run.id}, s.n, ${run.orgId}, ${turn}, s."nodeId", s."nodeType", s.port, s.problem,
      array(select jsonb_array_elements_text(s."messageIds"))::uuid[], ${now}
    from jsonb_to_recordset(${json(tx, steps)})
      as s (n int, "nodeId" text, "nodeType" text, port text, problem text, "messageIds" jsonb)`;
}

async function updateRun(
  tx: Tx,
  run: LoadedRun,
  flow: CompiledFlow,
  played: Played,
  turn: number,
  result: TurnResult,
  now: Date,
) {
  const { state } = played;
  const wakeAt = deadlineOf(flow, state);
  const waiting = state.wait?.kind === 'decision' ? 'needsAttention' : 'waiting';
  const status = state.ended?.outcome ?? (state.wait === null || isUnderWay(state) ? 'running' : waiting);
  await tx`
    update flow_runs set state = ${json(tx, state)}, seq = ${turn}, turn_result = ${json(tx, result)}, next_event = ${played.nextEvent},
      status = ${status}, outcome = ${state.ended?.reason ?? null}, current_node_id = ${state.nodeId},
      waiting_for = ${result.place.words}, wake_at = ${wakeAt}, listens_to = ${listensTo(flow, state)}, ended_at = ${state.ended === null ? null : now},
      handed_over = handed_over or ${played.commands.some((command) => command.kind === 'assign')}
    where id = ${run.id}`;
}

/** Replies that the run doesn't want, or that it was given when it had just ended, find another way: a trigger or the inbox. */
async function rerouteLeftovers(tx: Tx, run: LoadedRun, played: Played): Promise<OutboxMessage[]> {
  const left =
    played.state.ended === null
      ? []
      : run.events.filter(({ n, kind }) => n >= played.nextEvent && kind === 'reply');
  const messages = [...played.unclaimed, ...left.flatMap(({ message }) => message ?? [])];
  const wakes: OutboxMessage[] = [];
  for (const message of messages) {
    const [conversation] = await tx<RoutedConversation[]>`
      select id, org_id as "orgId", contact_id as "contactId", phone_number_id as "phoneNumberId", mode,
        nullif(foreground_run_id, ${run.id}) as "foregroundRunId"
      from conversations where id = ${run.conversationId}`;
    const routed = {
      id: message.messageId,
      words: message.text,
      isPress: message.press !== null,
      replyToWamid: null,
      mayStartFlows: true,
    };
    wakes.push(...(await routeMessage(tx, conversation!, routed)));
  }
  return wakes;
}

/** Runs that wait for their turn hear that this one no longer talks with the person; each looks for itself. */
async function wakeWaiting(tx: Tx, run: LoadedRun, played: Played, turn: number): Promise<OutboxMessage[]> {
  const hasLetGo = run.foregroundRunId === run.id && foregroundAfter(run, played) === null;
  if (!hasLetGo) return [];
  const waiting = await tx<RunRef[]>`
    select id, org_id as "orgId", flow_id as "flowId", contact_id as "contactId", conversation_id as "conversationId" from flow_runs
    where conversation_id = ${run.conversationId} and ended_at is null and state -> 'wait' ->> 'kind' = 'turn'`;
  if (waiting.length === 0) return [];
  const ids = waiting.map(({ id }) => id);
  await addCommands(tx, ids, { kind: 'free' }, `${run.id}/${turn}`);
  return waiting.map((one) => wakeUp(one, { kind: 'free', ref: null }));
}
