import type { TriggerSpec } from '../contract.ts';
import type { AdTriggerData } from './manifest.ts';

export const trigger: TriggerSpec<AdTriggerData> = {
  listens: (data) => (data.which === 'any' || usableIds(data).length > 0 ? ['message'] : []),
  fires: (data, event) => {
    if (event.kind !== 'message' || event.referral === null) return false;
    return data.which === 'any' || usableIds(data).includes(event.referral.sourceId);
  },
  specificity: () => 70,
  interrupts: (data) => data.interrupts === true,
};

function usableIds(data: AdTriggerData): string[] {
  return data.sourceIds.map((id) => id.trim()).filter((id) => id !== '');
}
