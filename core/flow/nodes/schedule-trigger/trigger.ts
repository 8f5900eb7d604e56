import type { TriggerSpec } from '../contract.ts';
import type { ScheduleTriggerData } from './manifest.ts';
import { validate } from './validate.ts';

/** No event fires it: the sweeper looks when it is due (`times.ts`). */
export const trigger: TriggerSpec<ScheduleTriggerData> = {
  listens: (data) => (validate(data).length === 0 ? ['schedule'] : []),
  fires: () => false,
  specificity: () => 50,
};
