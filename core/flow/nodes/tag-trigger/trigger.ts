import { eventKey } from '../../events.ts';
import type { TriggerSpec } from '../contract.ts';
import type { TagTriggerData } from './manifest.ts';

export const trigger: TriggerSpec<TagTriggerData> = {
  listens: (data) => (data.tag.trim() === '' ? [] : [keyOf(data)]),
  fires: (data, event) => event.kind === 'contact' && event.key === keyOf(data),
  specificity: () => 50,
};

function keyOf(data: TagTriggerData) {
  return eventKey(data.change === 'removed' ? 'tag_removed' : 'tag_added', data.tag.trim());
}
