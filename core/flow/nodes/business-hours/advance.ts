import type { StepInput, StepOutcome } from '../contract.ts';
import { DEFAULT_BUSINESS_HOURS, isOpenAt } from '../shared/time-business-hours.ts';
import { asBusinessHours } from '../shared/time-fields.ts';
import type { BusinessHoursData } from './manifest.ts';

export function advance(data: BusinessHoursData, input: StepInput): StepOutcome {
  const hours = data.hours ? asBusinessHours(data.hours) : (input.businessHours ?? DEFAULT_BUSINESS_HOURS);
  return { kind: 'leave', port: isOpenAt(hours, input.now, input.organizationTimeZone) ? 'open' : 'closed' };
}
