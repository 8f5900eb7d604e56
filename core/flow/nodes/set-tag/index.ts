import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SetTagData } from './manifest.ts';
import { validate } from './validate.ts';

export const setTag: NodeType<'set-tag', SetTagData> = { manifest, advance, validate };
