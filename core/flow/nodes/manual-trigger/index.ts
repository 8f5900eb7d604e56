import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { ManualTriggerData } from './manifest.ts';
import { trigger } from './trigger.ts';
import { validate } from './validate.ts';

export const manualTrigger: NodeType<'manual-trigger', ManualTriggerData> = {
  manifest,
  advance,
  validate,
  trigger,
};
