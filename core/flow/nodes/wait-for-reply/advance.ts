import type { StepInput, StepOutcome } from '../contract.ts';
import { deadlineOrNever } from '../shared/duration.ts';
import { wordsOf } from '../shared/options.ts';
import { NO_REPLY_PORT } from '../shared/replies.ts';
import type { WaitForReplyData } from './manifest.ts';

export function advance(data: WaitForReplyData, input: StepInput): StepOutcome {
  switch (input.event.kind) {
    case 'entered':
      return { kind: 'waitForReply', until: deadlineOrNever(input.now, data.timeoutMs) };
    case 'reply': {
      const { message } = input.event;
      const saved = data.saveAs ? { variables: { [data.saveAs]: message.text ?? wordsOf(message) } } : {};
      return { kind: 'leave', port: 'reply', ...saved };
    }
    case 'deadline':
      return { kind: 'leave', port: NO_REPLY_PORT };
    default:
      return { kind: 'keepWaiting' };
  }
}
