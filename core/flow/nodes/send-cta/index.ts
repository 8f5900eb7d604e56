import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SendCtaData } from './manifest.ts';
import { validate } from './validate.ts';

export const sendCta: NodeType<'send-cta', SendCtaData> = { manifest, advance, validate };
