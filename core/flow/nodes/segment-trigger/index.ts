import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SegmentTriggerData } from './manifest.ts';
import { trigger } from './trigger.ts';
import { validate } from './validate.ts';

export const segmentTrigger: NodeType<'segment-trigger', SegmentTriggerData> = {
  manifest,
  advance,
  validate,
  trigger,
};
