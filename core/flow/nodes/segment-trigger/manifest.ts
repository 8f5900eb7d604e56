import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

const schema = z.strictObject({
  label,
  /** Empty while none is chosen. */
  segmentId: z.string().max(64),
  /** Left out: entered. */
  change: z.enum(['entered', 'left']).optional(),
});

export type SegmentTriggerData = z.infer<typeof schema>;

export const manifest: NodeManifest<'segment-trigger', SegmentTriggerData> = {
  type: 'segment-trigger',
  typeVersion: 1,
  family: 'trigger',
  title: 'Segment entered or left',
  docs: 'Starts the flow when a contact comes into a segment or leaves it. Nobody has written just now, so check the 24-hour window before a free-form message.',
  schema,
  defaults: () => ({ segmentId: '' }),
  ports: () => [{ id: 'next', label: 'Starts' }],
  summary: (data) => {
    if (data.segmentId.trim() === '') return 'No segment yet';
    return data.change === 'left' ? 'When someone leaves the segment' : 'When someone enters the segment';
  },
  limits: {},
  clock: () => ({ kind: 'instant' }),
  triggerFields: [],
};
