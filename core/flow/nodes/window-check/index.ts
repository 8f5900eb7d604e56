import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { WindowCheckData } from './manifest.ts';
import { validate } from './validate.ts';

export const windowCheck: NodeType<'window-check', WindowCheckData> = { manifest, advance, validate };
