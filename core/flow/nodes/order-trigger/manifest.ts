import { z } from 'zod';
import { orderFieldNames } from '../../order.ts';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';
import { MESSAGE_FIELDS } from '../shared/message-fields.ts';

const schema = z.strictObject({
  label,
  /** Starts this flow even while another one talks with the person, and ends that one. */
  interrupts: z.boolean().optional(),
});

export type OrderTriggerData = z.infer<typeof schema>;

export const manifest: NodeManifest<'order-trigger', OrderTriggerData> = {
  type: 'order-trigger',
  typeVersion: 1,
  family: 'trigger',
  title: 'Order received',
  docs: 'Starts the flow when a person sends an order from your catalogue. Texts can use trigger.summary, trigger.items, trigger.itemCount, trigger.total, trigger.currency and trigger.note.',
  schema,
  defaults: () => ({}),
  ports: () => [{ id: 'next', label: 'Starts' }],
  summary: () => 'When someone sends an order',
  limits: {},
  clock: () => ({ kind: 'instant' }),
  startsWithMessage: true,
  triggerFields: [...MESSAGE_FIELDS, ...orderFieldNames],
};
