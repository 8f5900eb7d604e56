import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { DelayData } from './manifest.ts';
import { validate } from './validate.ts';

export const delay: NodeType<'delay', DelayData> = { manifest, advance, validate };
