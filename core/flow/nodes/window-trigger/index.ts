import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { WindowTriggerData } from './manifest.ts';
import { trigger } from './trigger.ts';
import { validate } from './validate.ts';

export const windowTrigger: NodeType<'window-trigger', WindowTriggerData> = {
  manifest,
  advance,
  validate,
  trigger,
};
