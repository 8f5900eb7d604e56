import type { StepInput, StepOutcome } from '../contract.ts';
import { renderAddress } from '../shared/files.ts';
import { renderFrame } from '../shared/frame.ts';
import { sendAndGoOn, sendComposed, type Composed } from '../shared/steps.ts';
import type { SendCtaData } from './manifest.ts';

export function advance(data: SendCtaData, input: StepInput): StepOutcome {
  return sendAndGoOn(input, () => sendComposed(input, compose(data, input), data.fallback));
}

function compose(data: SendCtaData, input: StepInput): Composed {
  const rendered = renderFrame(input, data);
  if ('problem' in rendered) return rendered;
  const address = renderAddress(input, data.url);
  if ('problem' in address) return address;
  return { content: { type: 'cta', ...rendered.frame, label: data.button, url: address.url } };
}
