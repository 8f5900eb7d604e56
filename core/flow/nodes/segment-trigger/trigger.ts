import { eventKey } from '../../events.ts';
import type { TriggerSpec } from '../contract.ts';
import type { SegmentTriggerData } from './manifest.ts';

export const trigger: TriggerSpec<SegmentTriggerData> = {
  listens: (data) => (data.segmentId.trim() === '' ? [] : [keyOf(data)]),
  fires: (data, event) => event.kind === 'contact' && event.key === keyOf(data),
  specificity: () => 50,
};

function keyOf(data: SegmentTriggerData) {
  return eventKey(data.change === 'left' ? 'segment_left' : 'segment_entered', data.segmentId.trim());
}
