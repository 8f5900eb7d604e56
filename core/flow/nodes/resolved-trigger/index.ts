import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { ResolvedTriggerData } from './manifest.ts';
import { trigger } from './trigger.ts';
import { validate } from './validate.ts';

export const resolvedTrigger: NodeType<'resolved-trigger', ResolvedTriggerData> = {
  manifest,
  advance,
  validate,
  trigger,
};
