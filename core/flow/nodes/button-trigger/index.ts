import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { ButtonTriggerData } from './manifest.ts';
import { trigger } from './trigger.ts';
import { validate } from './validate.ts';

export const buttonTrigger: NodeType<'button-trigger', ButtonTriggerData> = {
  manifest,
  advance,
  validate,
  trigger,
};
