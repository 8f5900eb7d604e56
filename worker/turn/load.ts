/** Everything a turn decides from, read behind the locks of conversation and run (in this order, as everywhere). */
import type { Facts, InboundReply, RunState, SendResult, TemplateFacts } from '../../core/flow/run.ts';
import type { CompiledFlow } from '../../core/flow/engine.ts';
import { statusRanks } from '../../core/messaging/status.ts';
import type { Tx } from '../../platform/db/pool.ts';
import type { TurnResult } from '../../workflows/contract.ts';
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
  mode: 'bot' | 'human';
  facts: Facts;
  events: RunEvent[];
  /** The message that a state waiting for a send stands for, from a turn that was cut off or went on in the `send` activity. */
  pendingMessageId: string | null;
  /** Its result, when it has one by now. */
  settledSend: { ordinal: number; result: SendResult } | null;
}

export interface RunEvent {
  n: number;
  kind: 'started' | 'reply' | 'observed';
  message: InboundReply | null;
}

type RunRow = Omit<LoadedRun, 'facts' | 'events' | 'pendingMessageId' | 'settledSend'> & {
  pending: {
    id: string;
    ordinal: number;
    status: string;
    rank: number;
    errorCode: string | null;
    errorTitle: string | null;
  } | null;
  contact: Omit<Facts['contact'], 'id'>;
  windowExpiresAt: Date | null;
  events: RunEvent[] | null;
  templates: ({ key: string } & TemplateFacts)[] | null;
};

export async function loadRun(
  tx: Tx,
  flows: FlowCache,
  runId: string,
): Promise<{ run: LoadedRun; flow: CompiledFlow } | null> {
  const [locked] = await tx<{ flowVersionId: string }[]>`
    select (select flow_version_id from flow_runs r where r.id = ${runId}) as "flowVersionId" from conversations v
    where v.id = (select conversation_id from flow_runs where id = ${runId}) for update`;
  if (!locked) return null;
  const { flow, templateNames } = await flows.get(tx, locked.flowVersionId);
  const [row] = await tx<RunRow[]>`
      with run as (select * from flow_runs where id = ${runId} for update)
      select run.id, run.org_id as "orgId", run.flow_id as "flowId", run.flow_version_id as "flowVersionId",
        run.contact_id as "contactId", run.conversation_id as "conversationId", v.phone_number_id as "phoneNumberId",
        run.trigger_node_id as "triggerNodeId", run.cause_depth as "causeDepth", run.status, run.seq,
        run.turn_result as "turnResult", run.next_event as "nextEvent", run.state,
        (select coalesce(max(n), 0) from flow_run_steps s where s.run_id = run.id) as "stepCount",
        v.foreground_run_id as "foregroundRunId", v.mode, v.window_expires_at as "windowExpiresAt",
        (select jsonb_build_object('name', c.name, 'locale', c.locale, 'timeZone', c.time_zone, 'tags', to_jsonb(c.tags),
            'attributes', c.attributes, 'phone', (select i.value from contact_identities i
              where i.org_id = c.org_id and i.contact_id = c.id and i.kind = 'wa_id' order by i.created_at desc limit 1))
          from contacts c where c.id = run.contact_id) as contact,
        (select jsonb_agg(jsonb_build_object('n', e.n, 'kind', e.kind, 'message', case when m.id is null then null else
            jsonb_build_object('messageId', m.id, 'type', m.type, 'text', m.content -> 'derived' ->> 'words', 'press', m.content -> 'derived' -> 'press',
              'at', coalesce(m.sent_by_peer_at, m.created_at)) end) order by e.n)
          from private.run_events e left join messages m on m.id = e.ref
          where e.run_id = run.id and e.n >= run.next_event) as events,
        (select jsonb_build_object('id', m.id, 'ordinal', m.ordinal, 'status', m.status, 'rank', m.status_rank,
            'errorCode', m.error_code, 'errorTitle', m.error_title)
          from messages m where m.flow_run_id = run.id and m.ordinal = (run.state -> 'wait' ->> 'ordinal')::int) as pending,
        (select jsonb_agg(jsonb_build_object('key', t.name || '/' || t.language, 'status', t.status, 'category', t.category,
            'body', coalesce((select b ->> 'text' from jsonb_array_elements(t.components) b where b ->> 'type' = 'BODY' limit 1), '')))
          from templates t join phone_numbers p on p.waba_account_id = t.waba_account_id
          where p.id = v.phone_number_id and t.name = any(${templateNames})) as templates
      from run join conversations v on v.id = run.conversation_id`;
  if (!row) return null;
  const { pending, contact, windowExpiresAt, events, templates, ...run } = row;
  const loaded: LoadedRun = {
    ...run,
    events: events ?? [],
    pendingMessageId: pending?.id ?? null,
    settledSend: pending === null ? null : settledSend(pending),
    facts: {
      runId,
      contact: { id: run.contactId, ...contact },
      conversation: { mode: run.mode, windowExpiresAt: windowExpiresAt?.toISOString() ?? null },
      templates: Object.fromEntries((templates ?? []).map(({ key, ...template }) => [key, template])),
    },
  };
  return { run: loaded, flow };
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
    from conversations v join flow_runs r on r.conversation_id = v.id where r.id = ${run.id} for update`;
  if (!now || now.seq !== run.seq || now.hasNews) return null;
  const conversation = { mode: now.mode, windowExpiresAt: now.windowExpiresAt?.toISOString() ?? null };
  return {
    ...run,
    mode: now.mode,
    foregroundRunId: now.foregroundRunId,
    facts: { ...run.facts, conversation },
  };
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
