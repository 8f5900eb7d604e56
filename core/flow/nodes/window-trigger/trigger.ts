import { ofThisConversation } from '../../events.ts';
import type { TriggerSpec } from '../contract.ts';
import type { WindowTriggerData } from './manifest.ts';

const CLOSING = ofThisConversation('window_closing');

export const trigger: TriggerSpec<WindowTriggerData> = {
  listens: () => [CLOSING],
  fires: (_data, event) => event.kind === 'contact' && event.key === CLOSING,
  specificity: () => 50,
};
