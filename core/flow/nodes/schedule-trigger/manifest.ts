import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';
import { timeOfDay as time, WEEKDAY_NAMES, weekdays } from '../shared/time-fields.ts';

const schedule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('once'), date: z.string().max(10), time }),
  z.strictObject({ kind: z.literal('daily'), time }),
  z.strictObject({ kind: z.literal('weekly'), days: weekdays, time }),
  /** A day that a month doesn't have means its last one. */
  z.strictObject({ kind: z.literal('monthly'), day: z.int().min(1).max(31), time }),
]);

const audience = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tag'), tag: z.string().max(64) }),
  z.strictObject({ kind: z.literal('segment'), segmentId: z.string().max(64) }),
]);

const schema = z.strictObject({
  label,
  schedule,
  /** Empty: the organisation's. */
  timeZone: z.string().max(64),
  audience,
});

export type Schedule = z.infer<typeof schedule>;
export type ScheduleAudience = z.infer<typeof audience>;
export type ScheduleTriggerData = z.infer<typeof schema>;

export const manifest: NodeManifest<'schedule-trigger', ScheduleTriggerData> = {
  type: 'schedule-trigger',
  typeVersion: 1,
  family: 'trigger',
  title: 'Schedule',
  docs: 'Starts the flow at a time, once or again and again, for everybody who then has a tag or is in a segment. Nobody has written just now, so check the 24-hour window before a free-form message.',
  schema,
  defaults: () => ({
    schedule: { kind: 'weekly', days: [1], time: '09:00' },
    timeZone: '',
    audience: { kind: 'tag', tag: '' },
  }),
  ports: () => [{ id: 'next', label: 'Starts' }],
  summary: ({ schedule, audience }) => `${scheduleInWords(schedule)}, for ${audienceInWords(audience)}`,
  limits: {},
  clock: () => ({ kind: 'instant' }),
  triggerFields: ['scheduledFor'],
};

function scheduleInWords(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'once':
      return schedule.date === '' ? 'No date yet' : `On ${schedule.date} at ${schedule.time}`;
    case 'daily':
      return `Every day at ${schedule.time}`;
    case 'weekly': {
      const days = WEEKDAY_NAMES.filter((_, index) => schedule.days.includes(index + 1));
      return days.length === 0 ? 'No day yet' : `Every ${days.join(', ')} at ${schedule.time}`;
    }
    case 'monthly':
      return `Every month on day ${schedule.day} at ${schedule.time}`;
  }
}

function audienceInWords(audience: ScheduleAudience): string {
  if (audience.kind === 'segment') return audience.segmentId === '' ? 'nobody yet' : 'a segment';
  return audience.tag.trim() === '' ? 'nobody yet' : `everybody with the tag "${audience.tag.trim()}"`;
}
