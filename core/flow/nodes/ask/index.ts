import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { AskData } from './manifest.ts';
import { validate } from './validate.ts';

export const ask: NodeType<'ask', AskData> = { manifest, advance, validate };
