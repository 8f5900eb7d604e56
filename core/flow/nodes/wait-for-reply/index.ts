import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { WaitForReplyData } from './manifest.ts';
import { validate } from './validate.ts';

export const waitForReply: NodeType<'wait-for-reply', WaitForReplyData> = { manifest, advance, validate };
