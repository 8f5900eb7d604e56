import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SetContactData } from './manifest.ts';
import { validate } from './validate.ts';

export const setContact: NodeType<'set-contact', SetContactData> = { manifest, advance, validate };
