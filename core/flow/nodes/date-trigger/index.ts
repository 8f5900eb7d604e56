import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { DateTriggerData } from './manifest.ts';
import { trigger } from './trigger.ts';
import { validate } from './validate.ts';

export const dateTrigger: NodeType<'date-trigger', DateTriggerData> = {
  manifest,
  advance,
  validate,
  trigger,
};
