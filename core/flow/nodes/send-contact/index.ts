import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SendContactData } from './manifest.ts';
import { validate } from './validate.ts';

export const sendContact: NodeType<'send-contact', SendContactData> = { manifest, advance, validate };
