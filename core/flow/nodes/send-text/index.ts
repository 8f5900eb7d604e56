import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SendTextData } from './manifest.ts';
import { validate } from './validate.ts';

export const sendText: NodeType<'send-text', SendTextData> = { manifest, advance, validate };
