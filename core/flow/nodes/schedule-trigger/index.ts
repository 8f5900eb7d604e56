import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { ScheduleTriggerData } from './manifest.ts';
import { trigger } from './trigger.ts';
import { validate } from './validate.ts';

export const scheduleTrigger: NodeType<'schedule-trigger', ScheduleTriggerData> = {
  manifest,
  advance,
  validate,
  trigger,
};
