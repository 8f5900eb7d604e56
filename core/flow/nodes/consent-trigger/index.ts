import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { ConsentTriggerData } from './manifest.ts';
import { trigger } from './trigger.ts';
import { validate } from './validate.ts';

export const consentTrigger: NodeType<'consent-trigger', ConsentTriggerData> = {
  manifest,
  advance,
  validate,
  trigger,
};
