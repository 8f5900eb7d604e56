import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { AdTriggerData } from './manifest.ts';
import { trigger } from './trigger.ts';
import { validate } from './validate.ts';

export const adTrigger: NodeType<'ad-trigger', AdTriggerData> = {
  manifest,
  advance,
  validate,
  trigger,
};
