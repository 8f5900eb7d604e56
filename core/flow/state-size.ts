/** How large the state of a run may become: it is read and written with every turn. */
import type { VariableValue } from './basics.ts';
import type { StepFault } from './nodes/contract.ts';
import type { Interruption, RunState } from './run.ts';

type Frame = Readonly<Record<string, VariableValue>>;

/** Of the variables in all of a state, in characters of JSON. */
export const MAX_STATE_SIZE = 1_000_000;
/** Of the variables that interruptions keep, together. */
export const MAX_LEFT_SIZE = 256_000;

export const stateTooLarge: StepFault = {
  code: 'state_too_large',
  message: `The variables of a run have ${MAX_STATE_SIZE} characters at most: keep or hand over fewer or shorter lists.`,
};

/** Whether the variables of `after` are too large; one that was so before may still shrink. */
export function isTooLarge(after: RunState, before: RunState): boolean {
  const size = stateSize(after);
  return size > MAX_STATE_SIZE && size > stateSize(before);
}

function stateSize({ variables, outer, interrupted }: RunState): number {
  return sizeOf(variables) + sizeOfAll(outer) + leftSize(interrupted);
}

/** Without the oldest, while they keep too much; the latest stays, so that there is a way back. */
export function withinSize(interrupted: readonly Interruption[]): Interruption[] {
  let from = 0;
  while (from < interrupted.length - 1 && leftSize(interrupted.slice(from)) > MAX_LEFT_SIZE) from += 1;
  return interrupted.slice(from);
}

function leftSize(interrupted: readonly Interruption[]): number {
  return interrupted.reduce((sum, { inner }) => sum + sizeOfAll(inner), 0);
}

function sizeOfAll(frames: readonly Frame[]): number {
  return frames.reduce((sum, frame) => sum + sizeOf(frame), 0);
}

/** Lists, rows and whole frames are never changed in place. */
const keptSizes = new WeakMap<object, number>();

function sizeOf(frame: Frame): number {
  const kept = keptSizes.get(frame);
  if (kept !== undefined) return kept;
  let size = 2;
  for (const [name, value] of Object.entries(frame)) size += name.length + 4 + sizeOfValue(value);
  keptSizes.set(frame, size);
  return size;
}

function sizeOfValue(value: VariableValue): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return String(value).length;
  const size = keptSizes.get(value) ?? JSON.stringify(value).length;
  keptSizes.set(value, size);
  return size;
}
