import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';
import { MESSAGE_FIELDS } from '../shared/message-fields.ts';

const schema = z.strictObject({
  label,
  which: z.enum(['any', 'some']),
  /** Used with `some`. */
  campaignIds: z.array(z.string().max(64)).max(100),
});

export type CampaignReplyTriggerData = z.infer<typeof schema>;

export const manifest: NodeManifest<'campaign-reply-trigger', CampaignReplyTriggerData> = {
  type: 'campaign-reply-trigger',
  typeVersion: 1,
  family: 'trigger',
  title: 'Reply to a campaign',
  docs: 'Starts the flow when a person answers a message of a campaign: by quoting it or pressing its button, or by writing within 72 hours when it is the last thing you sent.',
  schema,
  defaults: () => ({ which: 'any', campaignIds: [] }),
  ports: () => [{ id: 'next', label: 'Starts' }],
  summary: (data) => {
    if (data.which === 'any') return 'When someone answers any campaign';
    const count = data.campaignIds.filter((id) => id.trim() !== '').length;
    if (count === 0) return 'No campaign yet';
    return `When someone answers ${count === 1 ? 'a certain campaign' : `one of ${count} campaigns`}`;
  },
  limits: { campaignIds: 100 },
  clock: () => ({ kind: 'instant' }),
  startsWithMessage: true,
  triggerFields: MESSAGE_FIELDS,
};
