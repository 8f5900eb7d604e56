import type { StepInput, StepOutcome } from '../contract.ts';
import { renderFrame } from '../shared/frame.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { chosenOption } from '../shared/options.ts';
import { sendAndWait, sendComposed, type Composed } from '../shared/steps.ts';
import { asOffered, renderOptions } from '../shared/titles.ts';
import type { SendButtonsData } from './manifest.ts';

export function advance(data: SendButtonsData, input: StepInput): StepOutcome {
  return sendAndWait(
    input,
    data.timeoutMs,
    () => sendComposed(input, compose(data, input), data.fallback),
    (message) => {
      const choice = chosenOption(asOffered(input, data.buttons), message);
      return choice === null ? null : { kind: 'leave', port: `button:${choice.id}`, isChosen: true };
    },
  );
}

function compose(data: SendButtonsData, input: StepInput): Composed {
  const rendered = renderFrame(input, data);
  if ('problem' in rendered) return rendered;
  const titled = renderOptions(input, data.buttons, WHATSAPP_LIMITS.buttonTitle);
  if ('problem' in titled) return titled;
  const { options, ...rest } = titled;
  return { content: { type: 'buttons', ...rendered.frame, buttons: options }, ...rest };
}
