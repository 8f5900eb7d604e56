/** Fields of nodes that have to do with the clock and the calendar, and what is wrong with them. */
import { z } from 'zod';
import type { BusinessHours } from '../../run.ts';
import type { NodeProblem } from '../contract.ts';
import { problem } from './checks.ts';
import { hasOpenings } from './time-business-hours.ts';
import { clockMsOf } from './time-of-day.ts';

/** `HH:MM`. Drafts may hold anything as short. */
export const timeOfDay = z.string().max(5);

/** 1 Monday to 7 Sunday. */
export const weekdays = z.array(z.int().min(1).max(7)).max(7);

const ranges = z.array(z.strictObject({ from: timeOfDay, to: timeOfDay })).max(10);

/** Times in the organisation's zone; see `BusinessHours` of `run.ts`. */
export const businessHours = z.strictObject({
  weekly: z.strictObject({
    '1': ranges.optional(),
    '2': ranges.optional(),
    '3': ranges.optional(),
    '4': ranges.optional(),
    '5': ranges.optional(),
    '6': ranges.optional(),
    '7': ranges.optional(),
  }),
  closedOn: z.array(z.string().max(10)).max(400),
});

export const WEEKDAY_NAMES = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/** The parsed field as the type that facts use: what is absent isn't undefined. */
export function asBusinessHours(hours: z.infer<typeof businessHours>): BusinessHours {
  const weekly: BusinessHours['weekly'] = {};
  for (const day of ['1', '2', '3', '4', '5', '6', '7'] as const) {
    const onDay = hours.weekly[day];
    if (onDay) weekly[day] = onDay;
  }
  return { weekly, closedOn: hours.closedOn };
}

export function timeOfDayProblems(time: string, field: string): NodeProblem[] {
  if (time === '') return [problem('required-field', field, 'The time of day is missing.')];
  if (isStartTime(time)) return [];
  return [problem('bad-value', field, `"${time}" is no time of day: write it as 09:30.`)];
}

export function businessHoursProblems(hours: z.infer<typeof businessHours>, field: string): NodeProblem[] {
  const problems: NodeProblem[] = [];
  for (const [day, onDay] of Object.entries(hours.weekly)) {
    (onDay ?? []).forEach(({ from, to }, index) => {
      const path = `${field}.weekly.${day}.${index}`;
      problems.push(...timeOfDayProblems(from, `${path}.from`));
      if (clockMsOf(to) === null || to === from) {
        problems.push(
          problem('bad-value', `${path}.to`, 'The end must be another time of day, such as 17:00 or 24:00.'),
        );
      }
    });
  }
  hours.closedOn.forEach((day, index) => {
    if (!z.iso.date().safeParse(day).success) {
      problems.push(
        problem('bad-value', `${field}.closedOn.${index}`, `"${day}" is no day: write it as 2026-12-25.`),
      );
    }
  });
  if (!hasOpenings(asBusinessHours(hours))) {
    problems.push(problem('required-field', `${field}.weekly`, 'There are no opening times.'));
  }
  return problems;
}

function isStartTime(time: string): boolean {
  return clockMsOf(time) !== null && time !== '24:00';
}
