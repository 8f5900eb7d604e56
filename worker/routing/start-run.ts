/** A new run of a flow: its row, its first event and the request to start its workflow, in the caller's transaction. */
import { v7 as uuidv7 } from 'uuid';
import { initialState } from '../../core/flow/engine.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import { workflowIds } from '../../workflows/contract.ts';
import type { OutboxMessage } from '../dispatcher/outbox.ts';

export interface Trigger {
  flowId: string;
  flowName: string;
  flowVersionId: string;
  version: number;
  nodeId: string;
  reentry: 'always' | 'whenIdle' | 'once';
  exitOnReply: boolean;
}

export interface RunStart {
  orgId: string;
  contactId: string;
  conversationId: string;
  /** The message that started it; it then becomes the conversation's foreground run. */
  messageId: string | null;
  causeDepth: number;
}

/** Starts the run, or returns null when the flow's re-entry policy keeps this person out. */
export async function startRun(tx: Tx, trigger: Trigger, start: RunStart): Promise<OutboxMessage | null> {
  if (trigger.reentry !== 'always' && (await mayNotReenter(tx, trigger, start.contactId))) return null;
  const runId = uuidv7();
  await tx`
    insert into flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id, cause_depth,
      exit_on_reply, state, workflow_id)
    values (${runId}, ${start.orgId}, ${trigger.flowId}, ${trigger.flowVersionId}, ${start.contactId}, ${start.conversationId},
      ${trigger.nodeId}, ${start.causeDepth}, ${trigger.exitOnReply}, ${json(tx, initialState())},
      ${workflowIds.flowRun(start.orgId, runId)})`;
  await tx`insert into private.run_events (run_id, n, kind, ref) values (${runId}, 1, 'started', ${start.messageId})`;
  if (start.messageId !== null) {
    await tx`update conversations set foreground_run_id = ${runId} where id = ${start.conversationId}`;
  }
  return {
    topic: 'flowRun',
    key: runId,
    payload: {
      orgId: start.orgId,
      flowId: trigger.flowId,
      contactId: start.contactId,
      conversationId: start.conversationId,
      summary: `${trigger.flowName} (version ${trigger.version})`,
      wake: { kind: 'started', ref: start.messageId },
    },
  };
}

async function mayNotReenter(tx: Tx, trigger: Trigger, contactId: string): Promise<boolean> {
  const [earlier] = await tx`
    select 1 from flow_runs where contact_id = ${contactId} and flow_id = ${trigger.flowId}
      and (${trigger.reentry === 'once'} or ended_at is null) limit 1`;
  return earlier !== undefined;
}
