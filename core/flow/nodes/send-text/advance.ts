import type { StepInput, StepOutcome } from '../contract.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { freeFormSend, renderField } from '../shared/sending.ts';
import type { SendTextData } from './manifest.ts';

export function advance(data: SendTextData, input: StepInput): StepOutcome {
  switch (input.event.kind) {
    case 'entered': {
      const body = renderField(input, data.text, WHATSAPP_LIMITS.text);
      if ('problem' in body) return { kind: 'fault', fault: body.problem };
      const preview = data.previewUrl === undefined ? {} : { previewUrl: data.previewUrl };
      return freeFormSend(input, { type: 'text', text: body.text, ...preview }, data.fallback);
    }
    case 'sent':
      return { kind: 'leave', port: 'sent' };
    case 'sendFailed':
      return { kind: 'fault', fault: { code: input.event.error.code, message: input.event.error.title } };
    case 'reply':
    case 'deadline':
      return { kind: 'keepWaiting' };
  }
}
