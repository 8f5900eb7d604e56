import type { StepInput, StepOutcome } from '../contract.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { renderField } from '../shared/render.ts';
import { sendAndGoOn, sendComposed, type Composed } from '../shared/steps.ts';
import type { SendTextData } from './manifest.ts';

export function advance(data: SendTextData, input: StepInput): StepOutcome {
  return sendAndGoOn(input, () => sendComposed(input, compose(data, input), data.fallback));
}

function compose(data: SendTextData, input: StepInput): Composed {
  const body = renderField(input, data.text, WHATSAPP_LIMITS.text);
  if ('problem' in body) return body;
  const preview = data.previewUrl === undefined ? {} : { previewUrl: data.previewUrl };
  return { content: { type: 'text', text: body.text, ...preview } };
}
