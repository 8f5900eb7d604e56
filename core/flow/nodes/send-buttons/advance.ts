import type { StepInput, StepOutcome } from '../contract.ts';
import { renderFrame } from '../shared/frame.ts';
import { chosenOption } from '../shared/options.ts';
import { sendAndWait, sendComposed, type Composed } from '../shared/steps.ts';
import type { SendButtonsData } from './manifest.ts';

export function advance(data: SendButtonsData, input: StepInput): StepOutcome {
  return sendAndWait(
    input,
    data.timeoutMs,
    () => sendComposed(input, compose(data, input), data.fallback),
    (message) => {
      const choice = chosenOption(data.buttons, message);
      return choice === null ? null : { kind: 'leave', port: `button:${choice.id}` };
    },
  );
}

function compose(data: SendButtonsData, input: StepInput): Composed {
  const rendered = renderFrame(input, data);
  if ('problem' in rendered) return rendered;
  return { content: { type: 'buttons', ...rendered.frame, buttons: data.buttons } };
}
