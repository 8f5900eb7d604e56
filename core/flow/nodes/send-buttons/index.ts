import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SendButtonsData } from './manifest.ts';
import { validate } from './validate.ts';

export const sendButtons: NodeType<'send-buttons', SendButtonsData> = { manifest, advance, validate };
