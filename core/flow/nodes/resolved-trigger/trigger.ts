import { ofThisConversation } from '../../events.ts';
import type { TriggerSpec } from '../contract.ts';
import type { ResolvedTriggerData } from './manifest.ts';

const RESOLVED = ofThisConversation('conversation_resolved');

export const trigger: TriggerSpec<ResolvedTriggerData> = {
  listens: () => [RESOLVED],
  fires: (_data, event) => event.kind === 'contact' && event.key === RESOLVED,
  specificity: () => 50,
};
