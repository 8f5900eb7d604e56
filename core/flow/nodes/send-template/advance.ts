import type { StepInput, StepOutcome } from '../contract.ts';
import { templateMessage } from '../shared/sending.ts';
import type { SendTemplateData } from './manifest.ts';

export function advance(data: SendTemplateData, input: StepInput): StepOutcome {
  switch (input.event.kind) {
    case 'entered': {
      const message = templateMessage(input, data);
      if ('problem' in message) return { kind: 'fault', fault: message.problem };
      return { kind: 'send', content: message.content, purpose: message.purpose };
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
