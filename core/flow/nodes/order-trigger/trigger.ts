import type { TriggerSpec } from '../contract.ts';
import type { OrderTriggerData } from './manifest.ts';

export const trigger: TriggerSpec<OrderTriggerData> = {
  listens: () => ['message'],
  fires: (_data, event) => event.kind === 'message' && event.isOrder === true,
  // An order is an order, even when the words with it are a keyword.
  specificity: () => 110,
  interrupts: (data) => data.interrupts === true,
};
