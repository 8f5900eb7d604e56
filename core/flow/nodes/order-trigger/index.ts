import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { OrderTriggerData } from './manifest.ts';
import { trigger } from './trigger.ts';
import { validate } from './validate.ts';

export const orderTrigger: NodeType<'order-trigger', OrderTriggerData> = {
  manifest,
  advance,
  validate,
  trigger,
};
