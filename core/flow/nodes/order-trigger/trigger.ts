import type { TriggerSpec } from '../contract.ts';
import type { OrderTriggerData } from './manifest.ts';

export const trigger: TriggerSpec<OrderTriggerData> = {
  listens: () => ['message'],
  fires: (_data, event) => event.kind === 'message' && event.isOrder === true,
  // Before triggers on any message.
  specificity: () => 110,
  interrupts: (data) => data.interrupts === true,
};
