import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SendLocationData } from './manifest.ts';
import { validate } from './validate.ts';

export const sendLocation: NodeType<'send-location', SendLocationData> = { manifest, advance, validate };
