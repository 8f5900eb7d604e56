import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { AnswerRuleData } from './manifest.ts';
import { rule } from './rule.ts';
import { validate } from './validate.ts';

export const answerRule: NodeType<'answer-rule', AnswerRuleData> = { manifest, advance, validate, rule };
