import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { GoalData } from './manifest.ts';
import { validate } from './validate.ts';

export const goal: NodeType<'goal', GoalData> = { manifest, advance, validate };
