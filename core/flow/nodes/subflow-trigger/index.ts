import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SubflowTriggerData } from './manifest.ts';
import { trigger } from './trigger.ts';
import { validate } from './validate.ts';

export const subflowTrigger: NodeType<'subflow-trigger', SubflowTriggerData> = {
  manifest,
  advance,
  validate,
  trigger,
};
