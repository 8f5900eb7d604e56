import type { StepInput, StepOutcome } from '../contract.ts';
import type { ResolvedTriggerData } from './manifest.ts';

/**
 * People who resolved a conversation have left it, so that its mode is the flow's again: else its messages would be held and the answer
 * would go to the inbox. Not so when it was opened anew before the run could begin.
 */
export function advance(_data: ResolvedTriggerData, { conversation }: StepInput): StepOutcome {
  const isLeft = conversation?.mode === 'human' && conversation.status === 'resolved';
  return { kind: 'leave', port: 'next', ...(isLeft ? { commands: [{ kind: 'resumeBot' }] } : {}) };
}
