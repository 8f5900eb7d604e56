import type { StepOutcome } from '../contract.ts';
import type { SetConsentData } from './manifest.ts';

export function advance(data: SetConsentData): StepOutcome {
  return { kind: 'leave', port: 'next', commands: [{ kind: 'setConsent', state: data.state }] };
}
