/** New runs of flows: their rows, their first events and the requests to start their workflows, in the caller's transaction. */
import { v7 as uuidv7 } from 'uuid';
import type { VariableValue } from '../../core/flow/basics.ts';
import type { FlowRules } from '../../core/flow/document.ts';
import { initialState } from '../../core/flow/engine.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import { workflowIds } from '../../workflows/contract.ts';
import type { OutboxMessage } from '../dispatcher/outbox.ts';
import type { Trigger } from './triggers.ts';

export interface RunStart {
  contactId: string;
  conversationId: string;
  /** The message that started it; the run then becomes the conversation's foreground run. */
  messageId: string | null;
  causeDepth: number;
  /** What the trigger brought, for `{{ trigger.<field> }}`. */
  detail: Record<string, VariableValue>;
  /** A run that this one takes the place of: it doesn't keep the person out. */
  insteadOfRunId?: string | null;
  /** The API request that caused it. */
  requestId?: string | null;
}

/**
 * Starts runs in one statement; left out are those that their flow's re-entry policy keeps out. The caller holds the locks of the
 * conversations, so that two starts of one person can't both see nobody.
 */
export async function insertRuns(
  tx: Tx,
  starts: readonly { trigger: Trigger; start: RunStart }[],
): Promise<OutboxMessage[]> {
  const rows = onceEach(starts).map(({ trigger, start }) => {
    const runId = uuidv7();
    const { reentry } = trigger.rules;
    return {
      trigger,
      start,
      row: {
        runId,
        orgId: trigger.orgId,
        flowId: trigger.flowId,
        flowVersionId: trigger.flowVersionId,
        nodeId: trigger.nodeId,
        contactId: start.contactId,
        conversationId: start.conversationId,
        messageId: start.messageId,
        causeDepth: start.causeDepth,
        detail: start.detail,
        insteadOfRunId: start.insteadOfRunId ?? null,
        workflowId: workflowIds.flowRun(trigger.orgId, runId),
        reentry: reentry.kind,
        pauseMs: reentry.kind === 'after' ? reentry.pauseMs : 0,
      },
    };
  });
  if (rows.length === 0) return [];
  const started = await tx<{ runId: string }[]>`
    with wanted as (
      select * from jsonb_to_recordset(${json(
        tx,
        rows.map(({ row }) => row),
      )}) as w ("runId" uuid, "orgId" uuid, "flowId" uuid, "flowVersionId" uuid, "nodeId" text, "contactId" uuid,
        "conversationId" uuid, "messageId" uuid, "causeDepth" smallint, detail jsonb, "insteadOfRunId" uuid, "workflowId" text,
        reentry text, "pauseMs" float8)
    ), allowed as materialized (
      select * from wanted w where w.reentry = 'always' or not exists (
        select from flow_runs r where r.contact_id = w."contactId" and r.flow_id = w."flowId" and case w.reentry
          when 'whenIdle' then r.ended_at is null and r.id is distinct from w."insteadOfRunId"
          when 'after' then r.started_at > now() - w."pauseMs" * interval '1 millisecond'
          else true end)
    ), runs as (
      insert into flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id, cause_depth, state,
        workflow_id)
      select "runId", "orgId", "flowId", "flowVersionId", "contactId", "conversationId", "nodeId", "causeDepth",
        ${json(tx, initialState())}, "workflowId" from allowed
    ), events as (
      insert into private.run_events (run_id, n, kind, ref, detail)
      select "runId", 1, 'started', "messageId", nullif(detail, '{}') from allowed
    ), foreground as (
      update conversations v set foreground_run_id = a."runId" from allowed a
      where v.id = a."conversationId" and a."messageId" is not null
    )
    select "runId" from allowed`;
  const startedIds = new Set(started.map(({ runId }) => runId));
  return rows
    .filter(({ row }) => startedIds.has(row.runId))
    .map(({ trigger, start, row }) => startMessage(trigger, start, row.runId));
}

/** One statement doesn't see its own rows: of several starts of one person only a flow that anybody may always enter takes all. */
function onceEach<Start extends { trigger: Trigger; start: RunStart }>(starts: readonly Start[]): Start[] {
  const seen = new Set<string>();
  return starts.filter(({ trigger, start }) => {
    const key = `${trigger.flowId} ${start.contactId}`;
    if (allowsAlways(trigger.rules)) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function allowsAlways({ reentry }: FlowRules): boolean {
  return reentry.kind === 'always';
}

function startMessage(trigger: Trigger, start: RunStart, runId: string): OutboxMessage {
  return {
    topic: 'flowRun',
    key: runId,
    requestId: start.requestId ?? null,
    payload: {
      orgId: trigger.orgId,
      flowId: trigger.flowId,
      contactId: start.contactId,
      conversationId: start.conversationId,
      summary: `${trigger.flowName} (version ${trigger.version})`,
      wake: { kind: 'started', ref: start.messageId },
    },
  };
}
