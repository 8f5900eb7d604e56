/** How a run ended, in words. What an author wrote into an "End" step stands as it is. */
import type { FlowRun } from '../../../../../core/api/schemas.ts';
import { attentionText } from './run-attention.ts';

const byCode: Record<string, string> = {
  end_of_path: 'Came to the end of the flow',
  stopped_by_operator: 'Ended by somebody of the team',
  interrupted: 'Left for another flow, which the person asked for',
  flow_timeout: 'Took longer than the flow allows',
  too_many_steps: 'Went through too many steps',
  loop_without_wait: 'Went round in a circle without waiting for anything',
  trigger_not_found: 'Its first step is not in this version',
  node_not_found: 'Its step is not in this version',
  // What a rule of the flow lets people leave for.
  replied: 'Left because they replied',
  tag_added: 'Left because of a tag',
  tag_removed: 'Left because of a tag',
  attribute_changed: 'Left because an attribute changed',
  consent_changed: 'Left because their consent changed',
  segment_entered: 'Left because of a segment',
  segment_left: 'Left because of a segment',
  api_event: 'Left because of an event',
  goal: 'Left because they reached a goal',
  taken_over: 'Left because a colleague took the conversation over',
  conversation_resolved: 'Left because their conversation was resolved',
  completed: 'Completed',
  exited: 'Ended early',
};

/** Null when there is nothing to say beyond the status. */
export function outcomeText({ status, outcome }: Pick<FlowRun, 'status' | 'outcome'>): string | null {
  if (outcome === null) return null;
  const known = byCode[outcome];
  if (known !== undefined) return known;
  return status === 'failed' ? attentionText(outcome).cause : outcome;
}
