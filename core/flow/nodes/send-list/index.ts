import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SendListData } from './manifest.ts';
import { validate } from './validate.ts';

export const sendList: NodeType<'send-list', SendListData> = { manifest, advance, validate };
