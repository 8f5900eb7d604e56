import type { RuleSpec } from '../contract.ts';
import type { ErrorRuleData } from './manifest.ts';

export const rule: RuleSpec<ErrorRuleData> = { on: 'error', times: ({ times }) => times };
