import type { TriggerSpec } from '../contract.ts';
import type { MessageTriggerData } from './manifest.ts';

export const trigger: TriggerSpec<MessageTriggerData> = {
  listens: () => ['message'],
  fires: (_data, event) => event.kind === 'message',
  specificity: () => 0,
};
