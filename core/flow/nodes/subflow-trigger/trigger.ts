import type { TriggerSpec } from '../contract.ts';
import type { SubflowTriggerData } from './manifest.ts';

/** The engine enters it; no event of a contact fires it. */
export const trigger: TriggerSpec<SubflowTriggerData> = {
  listens: () => ['call'],
  fires: () => false,
  specificity: () => 0,
};
