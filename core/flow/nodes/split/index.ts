import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SplitData } from './manifest.ts';
import { validate } from './validate.ts';

export const split: NodeType<'split', SplitData> = { manifest, advance, validate };
