import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SetAttributeData } from './manifest.ts';
import { validate } from './validate.ts';

export const setAttribute: NodeType<'set-attribute', SetAttributeData> = { manifest, advance, validate };
