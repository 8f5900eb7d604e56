/**
 * The moments of a workflow at which a worker can die: the lengths that its history has between two writes of the server. What stands
 * between a run and the next moment is one write, so a run that was killed at every moment was killed after every event.
 */
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

const { EventType } = temporal.api.enums.v1;

/** A history as the kinds of its events, in order. */
export type EventKinds = readonly temporal.api.enums.v1.EventType[];

/** Events that begin a write; all others are written together with the one before. */
const firstOfAWrite: EventKinds = [
  EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
  EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
  EventType.EVENT_TYPE_TIMER_FIRED,
];

export async function eventKindsOf(client: Client, workflowId: string): Promise<EventKinds> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).map(({ eventType }) => eventType!);
}

/** The moments of an undisturbed history. Its first task is started in the write that starts the workflow (an eager start). */
export function momentsOf(undisturbed: EventKinds): number[] {
  const firstTask = undisturbed.indexOf(EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED);
  return undisturbed.flatMap((kind, length) =>
    firstOfAWrite.includes(kind) && length !== firstTask ? [length] : [],
  );
}

/** The moment at which a run stands; null when it isn't one, or when the run was disturbed before: then lengths mean something else. */
export function standsAt(history: EventKinds, undisturbed: EventKinds): number | null {
  const isUndisturbed = history.every((kind, at) => kind === undisturbed[at]);
  return isUndisturbed && momentsOf(undisturbed).includes(history.length) ? history.length : null;
}

/** For a person who reads a report: what the history is about to say. */
export function nameOfMoment(undisturbed: EventKinds, moment: number): string {
  const next = EventType[undisturbed[moment]!].replace('EVENT_TYPE_', '').toLowerCase().replaceAll('_', ' ');
  return `${moment} (before ${next})`;
}
