import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';
import { MESSAGE_FIELDS } from '../shared/message-fields.ts';

const button = z.strictObject({ match: z.enum(['exact', 'prefix']), text: z.string().max(256) });

const schema = z.strictObject({
  label,
  buttons: z.array(button).max(50),
  /** Starts this flow even while another one talks with the person, and ends that one. */
  interrupts: z.boolean().optional(),
});

export type ButtonPattern = z.infer<typeof button>;
export type ButtonTriggerData = z.infer<typeof schema>;

export const manifest: NodeManifest<'button-trigger', ButtonTriggerData> = {
  type: 'button-trigger',
  typeVersion: 1,
  family: 'trigger',
  title: 'Button pressed',
  docs: 'Starts the flow when a person presses a button, a list row or a template’s quick reply with this payload or title. A button of a run that is still going on belongs to that run.',
  schema,
  defaults: () => ({ buttons: [{ match: 'exact', text: '' }] }),
  ports: () => [{ id: 'next', label: 'Starts' }],
  summary: (data) => {
    const buttons = data.buttons
      .filter(({ text }) => text.trim() !== '')
      .map(({ match, text }) => (match === 'prefix' ? `"${text}…"` : `"${text}"`));
    return buttons.length === 0 ? 'No button yet' : `When someone presses ${buttons.join(', ')}`;
  },
  limits: { buttons: 50, text: 256 },
  clock: () => ({ kind: 'instant' }),
  startsWithMessage: true,
  triggerFields: MESSAGE_FIELDS,
};
