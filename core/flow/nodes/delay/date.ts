import type { StepFault, StepInput } from '../contract.ts';
import { clockMsOf } from '../shared/time-of-day.ts';
import { momentOfText, readTime } from '../shared/time-text.ts';
import { DAY_MS, HOUR_MS, localTimeOf, MINUTE_MS, momentOf } from '../shared/time-zone.ts';
import type { DateDelay } from './manifest.ts';

/**
 * The moment that a delay "until a date" means: the date, in the contact's zone, moved by the offset and set to the time of
 * day. Days move the calendar, hours and minutes the moment.
 */
export function dateOfDelay(data: DateDelay, input: StepInput): { at: Date } | { problem: StepFault } {
  const { timeZone } = input;
  const words = sourceText(data, input);
  if ('problem' in words) return words;
  const written = readTime(words.text, localTimeOf(input.now, timeZone).dayMs);
  if (written === null) {
    return problem(
      words.text.trim() === ''
        ? 'The date is empty for this person.'
        : 'The date can’t be read: write it as 2026-11-24 or 2026-11-24 09:30.',
    );
  }
  const { amount, unit } = data.offset;
  const shiftMs = unit === 'minutes' ? amount * MINUTE_MS : unit === 'hours' ? amount * HOUR_MS : 0;
  const days = unit === 'days' ? amount : 0;
  const base = localTimeOf(new Date(momentOfText(written, timeZone).getTime() + shiftMs), timeZone);
  const clockMs = data.time === '' ? null : clockMsOf(data.time);
  if (data.time !== '' && clockMs === null)
    return problem('The time of day can’t be read: write it as 09:30.');
  if (clockMs === null && days === 0) {
    return { at: new Date(momentOfText(written, timeZone).getTime() + shiftMs) };
  }
  return { at: momentOf(base.dayMs + days * DAY_MS, clockMs ?? base.clockMs, timeZone) };
}

function sourceText(data: DateDelay, input: StepInput): { text: string } | { problem: StepFault } {
  if (data.source.kind === 'text') return input.render(data.source.text);
  const { attributes } = input.contact;
  const name = data.source.name.trim();
  const value = Object.hasOwn(attributes, name) ? attributes[name] : null;
  return { text: value === null || value === undefined ? '' : String(value) };
}

function problem(message: string): { problem: StepFault } {
  return { problem: { code: 'no_date', message } };
}
