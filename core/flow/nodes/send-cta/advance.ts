import type { StepInput, StepOutcome } from '../contract.ts';
import { renderAddress } from '../shared/files.ts';
import { renderFrame } from '../shared/frame.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { sendAndGoOn, sendComposed, type Composed } from '../shared/steps.ts';
import { renderTitle } from '../shared/titles.ts';
import type { SendCtaData } from './manifest.ts';

export function advance(data: SendCtaData, input: StepInput): StepOutcome {
  return sendAndGoOn(input, () => sendComposed(input, compose(data, input), data.fallback));
}

function compose(data: SendCtaData, input: StepInput): Composed {
  const rendered = renderFrame(input, data);
  if ('problem' in rendered) return rendered;
  const address = renderAddress(input, data.url);
  if ('problem' in address) return address;
  const button = renderTitle(input, data.button, WHATSAPP_LIMITS.ctaLabel);
  if ('problem' in button) return button;
  return { content: { type: 'cta', ...rendered.frame, label: button.text, url: address.url } };
}
