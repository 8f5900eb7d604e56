import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SubflowData } from './manifest.ts';
import { validate } from './validate.ts';

export const subflow: NodeType<'subflow', SubflowData> = { manifest, advance, validate };
