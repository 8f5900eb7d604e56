import { eventKey } from '../../events.ts';
import type { TriggerSpec } from '../contract.ts';
import type { ConsentTriggerData } from './manifest.ts';

/** The event carries `value` and `previous`, states of consent. */
export const trigger: TriggerSpec<ConsentTriggerData> = {
  listens: (data) => [keyOf(data)],
  fires: (data, event) =>
    event.kind === 'contact' &&
    event.key === keyOf(data) &&
    (data.to === undefined || event.data['value'] === data.to),
  specificity: () => 50,
};

function keyOf({ purpose }: ConsentTriggerData) {
  return eventKey('consent_changed', purpose);
}
