import type { VariableValue } from '../../basics.ts';
import type { ContactEvent, EventKey } from '../../events.ts';
import { eventKey, ofThisConversation } from '../../events.ts';
import { wordsOfValue } from '../../lists.ts';
import type { StepInput, StepOutcome } from '../contract.ts';
import { deadlineOrNever } from '../shared/duration.ts';
import { sameText } from '../shared/normalise.ts';
import { valueAs } from '../shared/values.ts';
import type { AwaitedEvent, WaitForEventData } from './manifest.ts';

export function advance(data: WaitForEventData, input: StepInput): StepOutcome {
  const key = keyOf(data.event);
  switch (input.event.kind) {
    case 'entered':
      return key === null
        ? { kind: 'fault', fault: { code: 'missing_event', message: 'The step names nothing to wait for.' } }
        : { kind: 'waitForEvent', listens: [key], until: deadlineOrNever(input.now, data.timeoutMs) };
    case 'happened': {
      const { event } = input.event;
      if (event.key !== key || !hasValue(data.event, event)) return { kind: 'keepWaiting' };
      return { kind: 'leave', port: 'happened', variables: savedFields(data, event) };
    }
    case 'deadline':
      return { kind: 'leave', port: 'timeout' };
    default:
      return { kind: 'keepWaiting' };
  }
}

function keyOf(awaited: AwaitedEvent): EventKey | null {
  if (awaited.kind === 'replied') return 'replied';
  if (awaited.kind === 'window_closing') return ofThisConversation('window_closing');
  const name = awaited.name.trim();
  return name === '' ? null : eventKey(awaited.kind, name);
}

function hasValue(awaited: AwaitedEvent, event: ContactEvent): boolean {
  if (awaited.kind !== 'attribute_changed' || awaited.value === undefined) return true;
  const value = fieldOf(event, 'value');
  return sameText(wordsOfValue(value), awaited.value);
}

/** A field that is missing, or no value of its type, becomes null. */
function savedFields({ saves }: WaitForEventData, event: ContactEvent): Record<string, VariableValue> {
  return Object.fromEntries(
    saves
      .filter(({ variable }) => variable !== '')
      .map(({ field, variable, type }) => {
        const value = fieldOf(event, field.trim());
        return [variable, valueAs(value, type) ?? null];
      }),
  );
}

function fieldOf({ data }: ContactEvent, name: string): VariableValue {
  return Object.hasOwn(data, name) ? (data[name] ?? null) : null;
}
