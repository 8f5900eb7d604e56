import type { StepInput, StepOutcome } from '../contract.ts';
import type { WindowCheckData } from './manifest.ts';

export function advance(_data: WindowCheckData, input: StepInput): StepOutcome {
  const expiresAt = input.conversation?.windowExpiresAt ?? null;
  const isOpen = expiresAt !== null && Date.parse(expiresAt) > input.now.getTime();
  return { kind: 'leave', port: isOpen ? 'open' : 'closed' };
}
