import { ofThisConversation } from '../../events.ts';
import type { ContactCommand, StepInput, StepOutcome } from '../contract.ts';
import { deadlineOrNever } from '../shared/duration.ts';
import type { AssignData } from './manifest.ts';

const RESOLVED = ofThisConversation('conversation_resolved');
const RESUME: ContactCommand[] = [{ kind: 'resumeBot' }];

export function advance(data: AssignData, input: StepInput): StepOutcome {
  switch (input.event.kind) {
    case 'entered':
      return handOver(data, input);
    case 'happened':
      return input.event.event.key.startsWith('conversation_resolved:')
        ? { kind: 'leave', port: 'resolved', commands: RESUME }
        : { kind: 'keepWaiting' };
    case 'deadline':
      return {
        kind: 'leave',
        port: 'timeout',
        ...(data.wait?.resumeOnTimeout === true ? { commands: RESUME } : {}),
      };
    default:
      return { kind: 'keepWaiting' };
  }
}

/** A note that can't be rendered never keeps a person from a human being: it is left out. */
function handOver(data: AssignData, input: StepInput): StepOutcome {
  const note = data.note === undefined ? { text: '' } : input.render(data.note);
  const commands: ContactCommand[] = [
    {
      kind: 'assign',
      assigneeId: data.assigneeId ?? null,
      teamId: data.teamId ?? null,
      note: 'text' in note && note.text.trim() !== '' ? note.text.trim() : null,
    },
  ];
  if (data.wait !== undefined) {
    const until = deadlineOrNever(input.now, data.wait.timeoutMs);
    return { kind: 'waitForEvent', listens: [RESOLVED], until, commands };
  }
  const problem = 'problem' in note ? { problem: note.problem.code } : {};
  return { kind: 'leave', port: 'next', commands, ...problem };
}
