import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SendTemplateData } from './manifest.ts';
import { validate } from './validate.ts';

export const sendTemplate: NodeType<'send-template', SendTemplateData> = { manifest, advance, validate };
