import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { AssignData } from './manifest.ts';
import { validate } from './validate.ts';

export const assign: NodeType<'assign', AssignData> = { manifest, advance, validate };
