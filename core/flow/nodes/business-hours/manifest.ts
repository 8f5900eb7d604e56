import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';
import { businessHours } from '../shared/time-fields.ts';

/** Own opening times; absent: the organisation's, else Monday to Friday 09:00 to 17:00. */
const schema = z.strictObject({ label, hours: businessHours.optional() });

export type BusinessHoursData = z.infer<typeof schema>;

export const manifest: NodeManifest<'business-hours', BusinessHoursData> = {
  type: 'business-hours',
  typeVersion: 1,
  family: 'time',
  title: 'Business hours',
  docs: 'Goes one way while you are open and another while you are closed. The times are those of the workspace’s time zone.',
  schema,
  defaults: () => ({}),
  ports: () => [
    { id: 'open', label: 'Open' },
    { id: 'closed', label: 'Closed' },
  ],
  summary: (data) => (data.hours ? 'Open by this step’s own times?' : 'Are we open?'),
  limits: {},
  clock: () => ({ kind: 'instant' }),
};
