import type { StepInput, StepOutcome } from '../contract.ts';
import { renderFrame } from '../shared/frame.ts';
import { chosenOption } from '../shared/options.ts';
import { sendAndWait, sendComposed, type Composed } from '../shared/steps.ts';
import { rowsOf } from './manifest.ts';
import type { SendListData } from './manifest.ts';

export function advance(data: SendListData, input: StepInput): StepOutcome {
  return sendAndWait(
    input,
    data.timeoutMs,
    () => sendComposed(input, compose(data, input), data.fallback),
    (message) => {
      const choice = chosenOption(rowsOf(data), message);
      return choice === null ? null : { kind: 'leave', port: `row:${choice.id}` };
    },
  );
}

function compose(data: SendListData, input: StepInput): Composed {
  const rendered = renderFrame(input, data);
  if ('problem' in rendered) return rendered;
  return { content: { type: 'list', ...rendered.frame, button: data.button, sections: data.sections } };
}
