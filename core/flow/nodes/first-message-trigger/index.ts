import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { FirstMessageTriggerData } from './manifest.ts';
import { trigger } from './trigger.ts';
import { validate } from './validate.ts';

export const firstMessageTrigger: NodeType<'first-message-trigger', FirstMessageTriggerData> = {
  manifest,
  advance,
  validate,
  trigger,
};
