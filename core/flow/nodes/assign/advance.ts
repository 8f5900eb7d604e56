import type { StepInput, StepOutcome } from '../contract.ts';
import type { AssignData } from './manifest.ts';

/** A note that can't be rendered never keeps a person from a human being: it is left out and the trace says so. */
export function advance(data: AssignData, input: StepInput): StepOutcome {
  const note = data.note === undefined ? { text: '' } : input.render(data.note);
  return {
    kind: 'leave',
    port: 'next',
    commands: [
      {
        kind: 'assign',
        assigneeId: data.assigneeId ?? null,
        teamId: data.teamId ?? null,
        note: 'text' in note && note.text.trim() !== '' ? note.text.trim() : null,
      },
    ],
    ...('problem' in note ? { problem: note.problem.code } : {}),
  };
}
