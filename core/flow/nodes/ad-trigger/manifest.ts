import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';
import { MESSAGE_FIELDS } from '../shared/message-fields.ts';

const schema = z.strictObject({
  label,
  which: z.enum(['any', 'some']),
  /** Meta's ids of ads or posts; used with `some`. */
  sourceIds: z.array(z.string().max(64)).max(100),
  /** Starts this flow even while another one talks with the person, and ends that one. */
  interrupts: z.boolean().optional(),
});

export type AdTriggerData = z.infer<typeof schema>;

export const manifest: NodeManifest<'ad-trigger', AdTriggerData> = {
  type: 'ad-trigger',
  typeVersion: 1,
  family: 'trigger',
  title: 'Came from an ad',
  docs: 'Starts the flow when a person opens the chat from an ad or a post and writes. Texts can use trigger.adId.',
  schema,
  defaults: () => ({ which: 'any', sourceIds: [] }),
  ports: () => [{ id: 'next', label: 'Starts' }],
  summary: (data) => {
    if (data.which === 'any') return 'When someone comes from any ad';
    const ids = data.sourceIds.filter((id) => id.trim() !== '');
    return ids.length === 0 ? 'No ad yet' : `When someone comes from ad ${ids.join(', ')}`;
  },
  limits: { sourceIds: 100 },
  clock: () => ({ kind: 'instant' }),
  startsWithMessage: true,
  triggerFields: MESSAGE_FIELDS,
};
