/** What each topic of the outbox means for Temporal: the workflow to start or to signal, and what its UI shows of it. */
import {
  WorkflowIdConflictPolicy,
  WorkflowNotFoundError,
  type Client,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { searchAttributes, taskQueues, workflowIds, type WakeSignal } from '../../workflows/contract.ts';
import type { OutboxRow } from './outbox.ts';

/**
 * Starts or signals the workflow that a row is for. A row that comes twice does no harm: what runs already isn't started again, and
 * a signal only says "look again".
 * @param eager whether a new workflow's first task is to come back with the answer and be worked on in this process: the server then
 * neither queues it nor writes down that somebody took it
 */
export async function handOver(
  client: Client,
  row: OutboxRow,
  eager: { requestEagerStart: boolean },
): Promise<void> {
  const { requestId } = row;
  // Shown in Temporal's UI; for a workflow that runs already, the signal's argument says it.
  const memo = requestId ? { requestId } : {};
  switch (row.topic) {
    case 'flowRun': {
      const { orgId, flowId, contactId, conversationId, summary, wake } = row.payload;
      // A run that has been started before is nearly always running: a plain signal costs the server less.
      if (
        wake.kind !== 'started' &&
        (await signalIfRunning(client, workflowIds.flowRun(orgId, row.key), { ...wake, ...memo }))
      )
        return;
      const start = {
        workflowId: workflowIds.flowRun(orgId, row.key),
        taskQueue: taskQueues.flow,
        args: [{ orgId, runId: row.key, lastTurn: 0 }],
        staticSummary: summary,
        memo,
        priority: { priorityKey: 2, fairnessKey: orgId },
        typedSearchAttributes: [
          { key: searchAttributes.orgId, value: orgId },
          { key: searchAttributes.flowId, value: flowId },
          { key: searchAttributes.contactId, value: contactId },
          { key: searchAttributes.conversationId, value: conversationId },
        ],
      } satisfies WorkflowStartOptions;
      // Every run begins with a turn, so its first wake needs no signal of its own.
      if (wake.kind === 'started') {
        const workflowIdConflictPolicy = WorkflowIdConflictPolicy.USE_EXISTING;
        await client.workflow.start('flowRun', { ...start, ...eager, workflowIdConflictPolicy });
      } else
        await client.workflow.signalWithStart('flowRun', {
          ...start,
          signal: 'wake',
          signalArgs: [{ ...wake, ...memo }],
        });
      return;
    }
    case 'conversationWindow': {
      const { orgId, windowSeq } = row.payload;
      await client.workflow.start('conversationWindow', {
        ...eager,
        workflowId: workflowIds.conversationWindow(orgId, row.key, windowSeq),
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        taskQueue: taskQueues.flow,
        args: [{ orgId, conversationId: row.key, windowSeq }],
        staticSummary: `24-hour window ${windowSeq}`,
        priority: { priorityKey: 4, fairnessKey: orgId },
        typedSearchAttributes: [
          { key: searchAttributes.orgId, value: orgId },
          { key: searchAttributes.conversationId, value: row.key },
        ],
      });
      return;
    }
    case 'conversationOutbox': {
      const { orgId, messageId } = row.payload;
      await client.workflow.signalWithStart('conversationOutbox', {
        workflowId: workflowIds.conversationOutbox(orgId, row.key),
        taskQueue: taskQueues.flow,
        args: [{ orgId, conversationId: row.key }],
        signal: 'newMessage',
        signalArgs: [{ messageId, ...memo }],
        staticSummary: 'Messages of agents, in the order they were written',
        memo,
        priority: { priorityKey: 1, fairnessKey: orgId },
        typedSearchAttributes: [
          { key: searchAttributes.orgId, value: orgId },
          { key: searchAttributes.conversationId, value: row.key },
        ],
      });
      return;
    }
    case 'flowJob': {
      const { orgId, flowId, kind } = row.payload;
      await client.workflow.signalWithStart('flowJob', {
        workflowId: workflowIds.flowJob(orgId, row.key),
        taskQueue: taskQueues.flow,
        args: [{ orgId, jobId: row.key }],
        signal: 'wake',
        signalArgs: [memo],
        staticSummary: `Job: ${kind}`,
        memo,
        priority: { priorityKey: 5, fairnessKey: orgId },
        typedSearchAttributes: [
          { key: searchAttributes.orgId, value: orgId },
          { key: searchAttributes.flowId, value: flowId },
        ],
      });
      return;
    }
    case 'mail': {
      const { orgId, kind, number } = row.payload;
      await client.workflow.start('sendMail', {
        workflowId: workflowIds.mail(orgId, kind, row.key, number),
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        taskQueue: taskQueues.flow,
        args: [{ orgId, kind, id: row.key, number }],
        staticSummary: `Mail: ${kind}`,
        memo,
        priority: { priorityKey: 2, fairnessKey: orgId },
        typedSearchAttributes: [{ key: searchAttributes.orgId, value: orgId }],
      });
      return;
    }
    case 'messageMedia': {
      const { orgId, conversationId } = row.payload;
      await client.workflow.start('fetchMedia', {
        ...eager,
        workflowId: workflowIds.fetchMedia(orgId, row.key),
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        taskQueue: taskQueues.flow,
        args: [{ orgId, messageId: row.key }],
        staticSummary: 'File of a message',
        priority: { priorityKey: 4, fairnessKey: orgId },
        typedSearchAttributes: [
          { key: searchAttributes.orgId, value: orgId },
          { key: searchAttributes.conversationId, value: conversationId },
        ],
      });
      return;
    }
    case 'contactImport':
    case 'contactExport': {
      const { orgId } = row.payload;
      const type = row.topic === 'contactImport' ? 'importContacts' : 'exportContacts';
      await client.workflow.signalWithStart(type, {
        workflowId: workflowIds[type](orgId, row.key),
        taskQueue: taskQueues.flow,
        args: [{ orgId, id: row.key }],
        signal: 'wake',
        signalArgs: [memo],
        staticSummary: row.topic === 'contactImport' ? 'Import of contacts' : 'Export of contacts',
        memo,
        priority: { priorityKey: 5, fairnessKey: orgId },
        typedSearchAttributes: [{ key: searchAttributes.orgId, value: orgId }],
      });
      return;
    }
    case 'webhookDeliveries': {
      const { orgId } = row.payload;
      await client.workflow.signalWithStart('deliverWebhooks', {
        workflowId: workflowIds.deliverWebhooks(orgId, row.key),
        taskQueue: taskQueues.flow,
        args: [{ orgId, endpointId: row.key }],
        signal: 'wake',
        signalArgs: [],
        staticSummary: 'Webhooks of a customer',
        priority: { priorityKey: 4, fairnessKey: orgId },
        typedSearchAttributes: [{ key: searchAttributes.orgId, value: orgId }],
      });
      return;
    }
    case 'campaign': {
      const { orgId } = row.payload;
      await client.workflow.signalWithStart('campaign', {
        workflowId: workflowIds.campaign(orgId, row.key),
        taskQueue: taskQueues.flow,
        args: [{ orgId, campaignId: row.key }],
        signal: 'wake',
        signalArgs: [memo],
        staticSummary: 'One message to many people',
        memo,
        priority: { priorityKey: 4, fairnessKey: orgId },
        typedSearchAttributes: [
          { key: searchAttributes.orgId, value: orgId },
          { key: searchAttributes.campaignId, value: row.key },
        ],
      });
      return;
    }
    case 'contactErasure': {
      const { orgId } = row.payload;
      await client.workflow.start('eraseContact', {
        workflowId: workflowIds.eraseContact(orgId, row.key),
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        taskQueue: taskQueues.flow,
        args: [{ orgId, id: row.key }],
        staticSummary: 'Erases a person',
        memo,
        priority: { priorityKey: 5, fairnessKey: orgId },
        typedSearchAttributes: [{ key: searchAttributes.orgId, value: orgId }],
      });
      return;
    }
    case 'templateSync': {
      const { orgId, isUrgent } = row.payload;
      await client.workflow.signalWithStart('syncTemplates', {
        workflowId: workflowIds.syncTemplates(orgId, row.key),
        taskQueue: taskQueues.flow,
        args: [{ orgId, wabaAccountId: row.key }],
        signal: 'read',
        signalArgs: [{ isUrgent, ...memo }],
        staticSummary: 'Reads message templates from Meta',
        memo,
        priority: { priorityKey: 4, fairnessKey: orgId },
        typedSearchAttributes: [{ key: searchAttributes.orgId, value: orgId }],
      });
      return;
    }
    case 'organizationPurge': {
      await client.workflow.start('organizationPurge', {
        workflowId: workflowIds.organizationPurge(row.key),
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        taskQueue: taskQueues.flow,
        args: [row.payload],
        staticSummary: 'Deletes an organisation',
        memo,
        priority: { priorityKey: 5, fairnessKey: row.key },
        typedSearchAttributes: [{ key: searchAttributes.orgId, value: row.key }],
      });
      return;
    }
  }
}

async function signalIfRunning(client: Client, workflowId: string, wake: WakeSignal): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId).signal('wake', wake);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
