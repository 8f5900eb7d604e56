import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { ResolveData } from './manifest.ts';
import { validate } from './validate.ts';

export const resolve: NodeType<'resolve', ResolveData> = { manifest, advance, validate };
