import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { ConditionData } from './manifest.ts';
import { validate } from './validate.ts';

export const condition: NodeType<'condition', ConditionData> = { manifest, advance, validate };
