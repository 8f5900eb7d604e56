import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SendMediaData } from './manifest.ts';
import { validate } from './validate.ts';

export const sendMedia: NodeType<'send-media', SendMediaData> = { manifest, advance, validate };
