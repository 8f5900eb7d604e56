import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SetVariableData } from './manifest.ts';
import { validate } from './validate.ts';

export const setVariable: NodeType<'set-variable', SetVariableData> = { manifest, advance, validate };
