/** A button is an answer only to the message that it stands on. */
import type { NodePath } from './basics.ts';
import type { InboundReply } from './run.ts';

/**
 * What the person said, as the step hears it that waits now. A step's own messages are all that it sent in this run: a question
 * that it repeated may be answered on either. Where it isn't known what was pressed, the id is all there is to go by.
 */
export function heardAt(step: NodePath, runId: string, message: InboundReply): InboundReply {
  const { press, pressedAt } = message;
  if (press === null || pressedAt === undefined) return message;
  const isOwn = pressedAt.runId === runId && pressedAt.nodeId === step;
  return isOwn ? message : { ...message, press: { ...press, isElsewhere: true } };
}
