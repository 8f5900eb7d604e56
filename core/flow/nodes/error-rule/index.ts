import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { ErrorRuleData } from './manifest.ts';
import { rule } from './rule.ts';
import { validate } from './validate.ts';

export const errorRule: NodeType<'error-rule', ErrorRuleData> = { manifest, advance, validate, rule };
