import type { RuleSpec } from '../contract.ts';
import { wordsIn } from '../keyword-trigger/message.ts';
import { specificityOf } from '../keyword-trigger/trigger.ts';
import type { KeywordRuleData } from './manifest.ts';

export const rule: RuleSpec<KeywordRuleData> = {
  on: 'message',
  fits: ({ keywords }, message) => specificityOf(keywords, wordsIn(message)),
};
