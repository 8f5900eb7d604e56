import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { ReturnData } from './manifest.ts';
import { validate } from './validate.ts';

export const goBack: NodeType<'return', ReturnData> = { manifest, advance, validate };
