import type { NodeProblem } from '../contract.ts';
import { problem, required } from '../shared/checks.ts';
import { businessHoursProblems, timeOfDayProblems } from '../shared/time-fields.ts';
import { readTime } from '../shared/time-text.ts';
import type { DateDelay, DelayData } from './manifest.ts';

export function validate(data: DelayData): NodeProblem[] {
  switch (data.mode) {
    case 'duration':
      return data.durationMs < 1_000
        ? [problem('required-field', 'durationMs', 'Set a time of at least one second.')]
        : [];
    case 'date':
      return [...sourceProblems(data), ...(data.time === '' ? [] : timeOfDayProblems(data.time, 'time'))];
    case 'local-time':
      return [
        ...timeOfDayProblems(data.time, 'time'),
        ...(data.weekdays.length === 0
          ? [problem('required-field', 'weekdays', 'Choose at least one day of the week.')]
          : []),
      ];
    case 'business-hours':
      return data.hours === undefined ? [] : businessHoursProblems(data.hours, 'hours');
  }
}

function sourceProblems({ source }: DateDelay): NodeProblem[] {
  if (source.kind === 'attribute')
    return required(source.name, 'source.name', 'The attribute that holds the date');
  const isFixed = !source.text.includes('{{') && !source.text.includes('{%');
  if (source.text.trim() !== '' && isFixed && readTime(source.text, 0) === null) {
    return [
      problem(
        'bad-value',
        'source.text',
        `"${source.text}" is no date: write it as 2026-11-24 or 2026-11-24 09:30.`,
      ),
    ];
  }
  return required(source.text, 'source.text', 'The date');
}
