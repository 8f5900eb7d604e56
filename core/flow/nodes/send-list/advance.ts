import type { StepInput, StepOutcome } from '../contract.ts';
import { deadlineOrNever } from '../shared/duration.ts';
import { chosenOption } from '../shared/options.ts';
import { NO_REPLY_PORT, renderFrame } from '../shared/replies.ts';
import { freeFormSend } from '../shared/sending.ts';
import { rowsOf } from './manifest.ts';
import type { SendListData } from './manifest.ts';

export function advance(data: SendListData, input: StepInput): StepOutcome {
  switch (input.event.kind) {
    case 'entered': {
      const rendered = renderFrame(input, data);
      if ('problem' in rendered) return { kind: 'fault', fault: rendered.problem };
      return freeFormSend(
        input,
        { type: 'list', ...rendered.frame, button: data.button, sections: data.sections },
        data.fallback,
      );
    }
    case 'sent':
      return { kind: 'waitForReply', until: deadlineOrNever(input.now, data.timeoutMs) };
    case 'sendFailed':
      return { kind: 'fault', fault: { code: input.event.error.code, message: input.event.error.title } };
    case 'reply': {
      const choice = chosenOption(rowsOf(data), input.event.message);
      if (choice !== null) return { kind: 'leave', port: `row:${choice.id}` };
      return input.hasEdge('other') ? { kind: 'leave', port: 'other' } : { kind: 'keepWaiting' };
    }
    case 'deadline':
      return { kind: 'leave', port: NO_REPLY_PORT };
  }
}
