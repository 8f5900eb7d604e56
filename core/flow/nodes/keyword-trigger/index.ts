import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { KeywordTriggerData } from './manifest.ts';
import { trigger } from './trigger.ts';
import { validate } from './validate.ts';

export const keywordTrigger: NodeType<'keyword-trigger', KeywordTriggerData> = {
  manifest,
  advance,
  validate,
  trigger,
};
