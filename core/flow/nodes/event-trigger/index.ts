import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { EventTriggerData } from './manifest.ts';
import { trigger } from './trigger.ts';
import { validate } from './validate.ts';

export const eventTrigger: NodeType<'event-trigger', EventTriggerData> = {
  manifest,
  advance,
  validate,
  trigger,
};
