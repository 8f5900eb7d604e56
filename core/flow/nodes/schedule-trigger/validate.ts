import type { NodeProblem } from '../contract.ts';
import { problem, required } from '../shared/checks.ts';
import { timeOfDayProblems } from '../shared/time-fields.ts';
import { isTimeZone } from '../shared/time-zone.ts';
import { parseDate } from '../shared/values.ts';
import type { ScheduleTriggerData } from './manifest.ts';

export function validate({ schedule, timeZone, audience }: ScheduleTriggerData): NodeProblem[] {
  const problems: NodeProblem[] = [];
  if (schedule.kind === 'once' && parseDate(schedule.date) === null)
    problems.push(problem('required-field', 'schedule.date', 'Choose the day on which it starts.'));
  if (schedule.kind === 'weekly' && schedule.days.length === 0)
    problems.push(problem('required-field', 'schedule.days', 'Choose at least one day of the week.'));
  problems.push(...timeOfDayProblems(schedule.time, 'schedule.time'));
  if (timeZone !== '' && !isTimeZone(timeZone))
    problems.push(
      problem('bad-time-zone', 'timeZone', `"${timeZone}" is no time zone; take one such as Europe/Berlin.`),
    );
  return [
    ...problems,
    ...(audience.kind === 'tag'
      ? required(audience.tag, 'audience.tag', 'The tag')
      : required(audience.segmentId, 'audience.segmentId', 'The segment')),
  ];
}
