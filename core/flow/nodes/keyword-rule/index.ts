import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { KeywordRuleData } from './manifest.ts';
import { rule } from './rule.ts';
import { validate } from './validate.ts';

export const keywordRule: NodeType<'keyword-rule', KeywordRuleData> = { manifest, advance, validate, rule };
