/** Everything a turn decides from, read behind the locks of conversation and run (in this order, as everywhere). */
import type { VariableValue } from '../../core/flow/basics.ts';
import type { CallResult } from '../../core/flow/calls.ts';
import { readState, type CompiledFlow } from '../../core/flow/engine.ts';
import type { ContactEvent } from '../../core/flow/events.ts';
import { inboundReply, type StoredInbound } from '../../core/flow/inbound-reply.ts';
import type { Facts, InboundReply, RunState, SendResult, TemplateFacts } from '../../core/flow/run.ts';
import { templateFacts } from '../../core/flow/template-facts.ts';
import { statusRanks } from '../../core/messaging/status.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { loadAttributeRules } from '../../platform/people/attribute-rules.ts';
import type { TurnResult } from '../../workflows/contract.ts';
import { eventKeyOf } from '../routing/event-keys.ts';
import type { FlowCache } from './flows.ts';

export interface LoadedRun {
  id: string;
  orgId: string;
  flowId: string;
  flowVersionId: string;
  contactId: string;
  conversationId: string;
  phoneNumberId: string;
  triggerNodeId: string;
  causeDepth: number;
  status: string;
  seq: number;
  turnResult: TurnResult | null;
  nextEvent: number;
  state: RunState;
  stepCount: number;
  foregroundRunId: string | null;
  pausedAt: Date | null;
  mode: 'bot' | 'human';
  facts: Facts;
  events: RunEvent[];
  /** The message that a state waiting for a send stands for, from a turn that was cut off or went on in the `send` activity. */
  pendingMessageId: string | null;
  /** Its result, when it has one by now. */
  settledSend: { ordinal: number; result: SendResult } | null;
  /** The message whose answer the state waits for, when WhatsApp has said that it isn't delivered. */
  undelivered: { ordinal: number; error: { code: string; title: string } } | null;
  /** The result of the call that the state waits for, when it has one by now. */
  settledCall: { ordinal: number; result: CallResult } | null;
}

/** A row of `run_events` with what it refers to. */
export interface RunEvent {
  n: number;
  kind: 'started' | 'reply' | 'observed' | 'happened' | 'decision' | 'stop' | 'free';
  message: InboundReply | null;
  contactEvent: ContactEvent | null;
  /** The contact event is the run's own doing. */
  isOwn: boolean;
  detail: Record<string, VariableValue> | null;
}

type RunRow = Omit<
  LoadedRun,
  'facts' | 'events' | 'state' | 'pendingMessageId' | 'settledSend' | 'settledCall'
> & {
  state: object;
  events: (Omit<RunEvent, 'message'> & { message: StoredInbound | null })[] | null;
  call: { ordinal: number; result: CallResult } | null;
  organization: NonNullable<Facts['organization']>;
  pending: {
    id: string;
    ordinal: number;
    status: string;
    rank: number;
    errorCode: string | null;
    errorTitle: string | null;
  } | null;
  contact: Omit<Facts['contact'], 'id'>;
  conversation: Pick<NonNullable<Facts['conversation']>, 'number' | 'team' | 'status'>;
  windowExpiresAt: Date | null;
};

export async function loadRun(
  tx: Tx,
  flows: FlowCache,
  runId: string,
): Promise<{ run: LoadedRun; flow: CompiledFlow } | null> {
  // One way to the database for both. The second sees what is committed when the first has its lock.
  const [locked, [row]] = await Promise.all([
    tx`select 1 from conversations where id = (select conversation_id from flow_runs where id = ${runId}) for update`,
    readRun(tx, runId),
  ]);
  if (!row) return null;
  // The conversation was merged into another one while we waited for it: the run is in that one now.
  if (locked.length === 0) return loadRun(tx, flows, runId);
  const { flow, templateNames, attributeNames } = await flows.get(tx, row.flowVersionId);
  const [{ templates, unaskedSendsAt }, attributeRules] = await Promise.all([
    readRareFacts(tx, row, flow, templateNames),
    attributeNames.length > 0 ? loadAttributeRules(tx, row.orgId, attributeNames) : undefined,
  ]);
  const { pending, call, contact, conversation, windowExpiresAt, events, organization, state, ...run } = row;
  const loaded: LoadedRun = {
    ...run,
    state: readState(state),
    events: (events ?? []).map((event) => ({
      ...event,
      message: event.message && inboundReply(event.message),
    })),
    pendingMessageId: pending?.id ?? null,
    settledSend: pending === null ? null : settledSend(pending),
    settledCall: call,
    facts: {
      runId,
      contact: { id: run.contactId, ...contact },
      conversation: { ...conversation, ...conversationFacts(run, windowExpiresAt) },
      organization,
      unaskedSendsAt,
      templates,
      attributeRules,
    },
  };
  return { run: loaded, flow };
}

function readRun(tx: Tx, runId: string) {
  return tx<RunRow[]>`
      with run as (select * from flow_runs where id = ${runId} for update)
      select run.id, run.org_id as "orgId", run.flow_id as "flowId", run.flow_version_id as "flowVersionId",
        run.contact_id as "contactId", run.conversation_id as "conversationId", v.phone_number_id as "phoneNumberId",
        run.trigger_node_id as "triggerNodeId", run.cause_depth as "causeDepth", run.status, run.seq,
        run.turn_result as "turnResult", run.next_event as "nextEvent", run.state, run.paused_at as "pausedAt",
        (select coalesce(max(n), 0) from flow_run_steps s where s.run_id = run.id) as "stepCount",
        v.foreground_run_id as "foregroundRunId", v.mode, v.window_expires_at as "windowExpiresAt",
        (select jsonb_build_object('name', c.name, 'locale', c.locale, 'timeZone', c.time_zone, 'tags', to_jsonb(c.tags),
            'attributes', c.attributes, 'phone', (select i.value from contact_identities i
              where i.org_id = c.org_id and i.contact_id = c.id and i.kind = 'wa_id' order by i.seen_at desc limit 1))
          from contacts c where c.id = run.contact_id) as contact,
        (select jsonb_build_object('number', p.display_phone_number, 'status', v.status,
            'team', (select t.name from teams t where t.org_id = v.org_id and t.id = v.team_id))
          from phone_numbers p where p.id = v.phone_number_id) as conversation,
        (select jsonb_build_object('timeZone', o.time_zone, 'businessHours', o.business_hours)
          from organizations o where o.id = run.org_id) as organization,
        (select jsonb_agg(jsonb_build_object('n', e.n, 'kind', e.kind, 'detail', e.detail, 'message', case when m.id is null then null else
            jsonb_build_object('id', m.id, 'type', m.type, 'content', jsonb_build_object('derived', m.content -> 'derived'),
              'at', coalesce(m.sent_by_peer_at, m.created_at), 'pressedAt', ${pressedAt(tx)}) end, 'contactEvent', case when c.id is null then null else
            jsonb_build_object('key', ${eventKeyOf(tx, 'c')},
              'data', c.detail, 'at', c.created_at) end, 'isOwn', coalesce(c.flow_run_id = run.id, false)) order by e.n)
          from private.run_events e left join messages m on m.id = e.ref left join contact_events c on c.id = e.contact_event_id
          where e.run_id = run.id and e.n >= run.next_event) as events,
        (select jsonb_build_object('ordinal', k.ordinal, 'result', k.result) from private.flow_calls k
          where run.state -> 'wait' ->> 'kind' = 'call' and k.run_id = run.id and k.result is not null
            and k.ordinal = (run.state -> 'wait' ->> 'ordinal')::int) as call,
        (select jsonb_build_object('id', m.id, 'ordinal', m.ordinal, 'status', m.status, 'rank', m.status_rank,
            'errorCode', m.error_code, 'errorTitle', m.error_title)
          from messages m where run.state -> 'wait' ->> 'kind' = 'send' and m.flow_run_id = run.id
            and m.ordinal = (run.state -> 'wait' ->> 'ordinal')::int) as pending,
        (select jsonb_build_object('ordinal', m.ordinal, 'error', jsonb_build_object(
            'code', coalesce(m.error_code, 'unknown'), 'title', coalesce(m.error_title, 'Not delivered')))
          from messages m where m.flow_run_id = run.id and m.ordinal = (run.state -> 'wait' ->> 'sent')::int
            and m.status = 'failed') as undelivered
      from run join conversations v on v.id = run.conversation_id`;
}

type TemplateRow = { key: string } & Parameters<typeof templateFacts>[0];

/** What only flows with templates or a frequency cap decide from. */
async function readRareFacts(
  tx: Tx,
  run: Pick<RunRow, 'contactId' | 'phoneNumberId'>,
  flow: CompiledFlow,
  templateNames: string[],
): Promise<{ templates: Record<string, TemplateFacts>; unaskedSendsAt: string[] }> {
  const cap = flow.doc.rules.frequencyCap;
  if (cap === null && templateNames.length === 0) return { templates: {}, unaskedSendsAt: [] };
  const [row] = await tx<{ unaskedSendsAt: string[]; templates: TemplateRow[] }[]>`
    select
      (select coalesce(jsonb_agg(u.at), '[]') from (select m.created_at as at from messages m
        where ${cap !== null} and m.contact_id = ${run.contactId} and m.is_unasked and m.status <> 'failed'
        order by m.created_at desc limit ${cap?.max ?? 0}) u
      ) as "unaskedSendsAt",
      (select coalesce(jsonb_agg(jsonb_build_object('key', t.name || '/' || t.language, 'status', t.status, 'category', t.category,
          'components', t.components)), '[]')
        from templates t join phone_numbers p on p.waba_account_id = t.waba_account_id
        where p.id = ${run.phoneNumberId} and t.name = any(${templateNames})) as templates`;
  return {
    unaskedSendsAt: row!.unaskedSendsAt,
    templates: Object.fromEntries(
      row!.templates.map(({ key, ...template }) => [key, templateFacts(template)]),
    ),
  };
}

/**
 * The run after this process's own last pass, without reading everything again: locks it and looks whether somebody else came in
 * between. null when something did (new events, a later turn): then it must be loaded whole.
 */
export async function reloadRun(tx: Tx, run: LoadedRun): Promise<LoadedRun | null> {
  const [now] = await tx<
    {
      seq: number;
      hasNews: boolean;
      mode: 'bot' | 'human';
      foregroundRunId: string | null;
      windowExpiresAt: Date | null;
    }[]
  >`
    select r.seq, exists (select from private.run_events e where e.run_id = r.id and e.n >= ${run.nextEvent}) as "hasNews",
      v.mode, v.foreground_run_id as "foregroundRunId", v.window_expires_at as "windowExpiresAt"
    from conversations v join flow_runs r on r.conversation_id = v.id
    where r.id = ${run.id} and v.id = ${run.conversationId} and r.contact_id = ${run.contactId} for update`;
  if (!now || now.seq !== run.seq || now.hasNews) return null;
  const conversation = {
    ...run.facts.conversation,
    ...conversationFacts({ id: run.id, ...now }, now.windowExpiresAt),
  };
  return {
    ...run,
    mode: now.mode,
    foregroundRunId: now.foregroundRunId,
    facts: { ...run.facts, conversation },
  };
}

function conversationFacts(
  run: Pick<LoadedRun, 'id' | 'mode' | 'foregroundRunId'>,
  windowExpiresAt: Date | null,
): NonNullable<Facts['conversation']> {
  return {
    mode: run.mode,
    windowExpiresAt: windowExpiresAt?.toISOString() ?? null,
    isBusy: run.foregroundRunId !== null && run.foregroundRunId !== run.id,
  };
}

/** The step that sent what was pressed. The business's own phone sends no buttons: its row is an echo, faster than one of ours. */
function pressedAt(tx: Tx) {
  return tx`
    (select jsonb_build_object('runId', q.flow_run_id, 'nodeId', q.node_id) from messages q
      where m.content -> 'derived' -> 'press' ->> 'id' is not null and q.phone_number_id = m.phone_number_id
        and q.wamid = m.reply_to_wamid and q.source not in ('phoneApp', 'history'))`;
}

function settledSend(pending: NonNullable<RunRow['pending']>): LoadedRun['settledSend'] {
  const { ordinal, status, rank } = pending;
  if (status === 'failed') {
    const error = { code: pending.errorCode ?? 'unknown', title: pending.errorTitle ?? 'Not sent' };
    return { ordinal, result: { outcome: 'failed', error } };
  }
  if (status === 'unknown') return { ordinal, result: { outcome: 'unknown' } };
  return rank > statusRanks.unknown ? { ordinal, result: { outcome: 'sent' } } : null;
}
