import type { TriggerSpec } from '../contract.ts';
import type { DateTriggerData } from './manifest.ts';
import { validate } from './validate.ts';

/** No event fires it: the sweeper looks whose date is due (`moments.ts`). */
export const trigger: TriggerSpec<DateTriggerData> = {
  listens: (data) => (validate(data).length === 0 ? ['date'] : []),
  fires: () => false,
  specificity: () => 50,
};
