import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { AttributeTriggerData } from './manifest.ts';
import { trigger } from './trigger.ts';
import { validate } from './validate.ts';

export const attributeTrigger: NodeType<'attribute-trigger', AttributeTriggerData> = {
  manifest,
  advance,
  validate,
  trigger,
};
