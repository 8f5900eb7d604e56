import type { StepInput, StepOutcome } from '../contract.ts';
import { chosenOption } from '../shared/options.ts';
import { sendAndGoOn, sendAndWait } from '../shared/steps.ts';
import { templateMessage } from '../shared/template-message.ts';
import { repliesOf } from './manifest.ts';
import type { SendTemplateData } from './manifest.ts';

export function advance(data: SendTemplateData, input: StepInput): StepOutcome {
  const replies = repliesOf(data);
  if (replies.length === 0) return sendAndGoOn(input, () => send(data, input));
  return sendAndWait(
    input,
    data.timeoutMs ?? null,
    () => send(data, input),
    (message) => {
      const choice = chosenOption(replies, message);
      return choice === null ? null : { kind: 'leave', port: `reply:${choice.id}`, isChosen: true };
    },
  );
}

/** Each quick reply sends its own id back, so that a press tells which one it was. */
function send(data: SendTemplateData, input: StepInput): StepOutcome {
  const payloads = repliesOf(data).map(({ id, index }) => ({ index, payload: id }));
  const message = templateMessage(input, data, payloads);
  if ('problem' in message) return { kind: 'fault', fault: message.problem };
  return { kind: 'send', content: message.content, purpose: message.purpose };
}
