import type { NodeProblem } from '../contract.ts';
import { required } from '../shared/checks.ts';
import type { SegmentTriggerData } from './manifest.ts';

export function validate(data: SegmentTriggerData): NodeProblem[] {
  return required(data.segmentId, 'segmentId', 'The segment');
}
