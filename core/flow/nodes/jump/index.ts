import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { JumpData } from './manifest.ts';
import { validate } from './validate.ts';

export const jump: NodeType<'jump', JumpData> = { manifest, advance, validate };
