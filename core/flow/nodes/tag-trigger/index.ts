import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { TagTriggerData } from './manifest.ts';
import { trigger } from './trigger.ts';
import { validate } from './validate.ts';

export const tagTrigger: NodeType<'tag-trigger', TagTriggerData> = { manifest, advance, validate, trigger };
