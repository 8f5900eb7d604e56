import type { StepInput, StepOutcome } from '../contract.ts';
import { renderPlace } from '../shared/places.ts';
import { sendAndGoOn, sendComposed, type Composed } from '../shared/steps.ts';
import type { SendLocationData } from './manifest.ts';

export function advance(data: SendLocationData, input: StepInput): StepOutcome {
  return sendAndGoOn(input, () => sendComposed(input, compose(data, input), data.fallback));
}

function compose(data: SendLocationData, input: StepInput): Composed {
  const rendered = renderPlace(input, data);
  return 'problem' in rendered ? rendered : { content: { type: 'location', ...rendered.place } };
}
