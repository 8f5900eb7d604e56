import type { StepOutcome } from '../contract.ts';
import { purposeOf, type SetConsentData } from './manifest.ts';

export function advance(data: SetConsentData): StepOutcome {
  const command = { kind: 'setConsent' as const, purpose: purposeOf(data), state: data.state };
  return { kind: 'leave', port: 'next', commands: [command] };
}
