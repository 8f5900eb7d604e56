import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { AiData } from './manifest.ts';
import { validate } from './validate.ts';

export const ai: NodeType<'ai', AiData> = { manifest, advance, validate };
