import { eventKey } from '../../events.ts';
import { operators } from '../condition/operators.ts';
import type { TriggerSpec } from '../contract.ts';
import type { EventTriggerData } from './manifest.ts';

export const trigger: TriggerSpec<EventTriggerData> = {
  listens: (data) => (data.name.trim() === '' ? [] : [keyOf(data)]),
  fires: (data, event) =>
    event.kind === 'contact' &&
    event.key === keyOf(data) &&
    data.filters.every(({ field, operator, value }) => {
      const name = field.trim();
      const actual = Object.hasOwn(event.data, name) ? (event.data[name] ?? null) : null;
      return operators[operator].test(actual, value);
    }),
  specificity: (data) => (data.filters.length === 0 ? 50 : 55),
};

function keyOf(data: EventTriggerData) {
  return eventKey('api_event', data.name.trim());
}
