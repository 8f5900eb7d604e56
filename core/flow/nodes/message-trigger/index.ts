import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { MessageTriggerData } from './manifest.ts';
import { trigger } from './trigger.ts';
import { validate } from './validate.ts';

export const messageTrigger: NodeType<'message-trigger', MessageTriggerData> = {
  manifest,
  advance,
  validate,
  trigger,
};
