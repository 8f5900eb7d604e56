import type { TriggerSpec } from '../contract.ts';
import type { FirstMessageTriggerData } from './manifest.ts';

export const trigger: TriggerSpec<FirstMessageTriggerData> = {
  listens: () => ['message'],
  fires: (_data, event) => event.kind === 'message' && event.isFirst,
  specificity: () => 20,
};
