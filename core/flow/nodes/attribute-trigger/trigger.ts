import type { VariableValue } from '../../basics.ts';
import { eventKey } from '../../events.ts';
import { operators } from '../condition/operators.ts';
import type { TriggerSpec } from '../contract.ts';
import type { AttributeTriggerData } from './manifest.ts';

/** The event carries `value` and `previous`; null stands for no value. */
export const trigger: TriggerSpec<AttributeTriggerData> = {
  listens: (data) => (data.name.trim() === '' ? [] : [keyOf(data)]),
  fires: (data, event) =>
    event.kind === 'contact' &&
    event.key === keyOf(data) &&
    isValue(event.data['previous'], data.from) &&
    isValue(event.data['value'], data.to),
  specificity: () => 50,
};

function isValue(actual: VariableValue | undefined, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  const value = actual ?? null;
  return wanted.trim() === '' ? operators['is-empty'].test(value) : operators.is.test(value, wanted.trim());
}

function keyOf(data: AttributeTriggerData) {
  return eventKey('attribute_changed', data.name.trim());
}
