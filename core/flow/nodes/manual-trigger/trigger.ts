import type { TriggerSpec } from '../contract.ts';
import type { ManualTriggerData } from './manifest.ts';

/** No event fires it: an enrolment names the contacts. */
export const trigger: TriggerSpec<ManualTriggerData> = {
  listens: () => ['manual'],
  fires: () => false,
  specificity: () => 50,
};
