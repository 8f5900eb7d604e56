/** Sends of nodes. Everything that WhatsApp would refuse is a fault before a send. */
import type { OutboundContent, ReplyOption } from '../../../messaging/content.ts';
import type { StepInput, StepOutcome } from '../contract.ts';
import type { TemplateUseData } from './fields.ts';
import { templateMessage } from './template-message.ts';

export { renderField } from './render.ts';
export { templateMessage } from './template-message.ts';

/** A free-form message, with the node's template for a closed window when it has one that can be built. */
export function freeFormSend(
  input: StepInput,
  message: { content: OutboundContent; offered?: ReplyOption[] },
  fallback: TemplateUseData | undefined,
  repeat?: { tries: number; problem: string },
): StepOutcome {
  const instead = fallback === undefined ? null : templateMessage(input, fallback);
  return {
    kind: 'send',
    ...message,
    purpose: 'service',
    ...(instead !== null && 'content' in instead
      ? { fallback: instead.content, fallbackPurpose: instead.purpose }
      : {}),
    ...repeat,
  };
}
