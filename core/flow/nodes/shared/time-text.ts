/** Reads days and moments as people and programs write them. */
import type { DateOrder } from '../../../people/written-values.ts';
import { normaliseText } from './normalise.ts';
import { momentOf } from './time-zone.ts';
import { dayInWords } from './time-words.ts';
import { parseDate } from './values.ts';

/** A calendar day, with what the clock shows there when the text says so, or a moment that needs no zone. */
export type WrittenTime = { dayMs: number; clockMs: number | null } | { at: Date };

const ISO_TIME =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d{2}:?\d{2})?$/i;
const CLOCK_AFTER_DAY =
  /^(.{4,40}?)(?:,|\s+at|\s+um|\s+a las|\s+às|\s+à)?\s+(\d{1,2})[:.h](\d{2})(?:\s?(am|pm))?$/i;

/**
 * @param today the person's own calendar day as midnight in UTC, for words such as "tomorrow" and days without a year;
 * null refuses these
 * @returns null for anything that names no day
 */
export function readTime(text: string, today: number | null): WrittenTime | null {
  const trimmed = text.trim();
  if (trimmed.length > 100) return null;
  const iso = ISO_TIME.exec(trimmed);
  if (iso) return readIso(iso);
  const parts = CLOCK_AFTER_DAY.exec(trimmed);
  const dayPart = parts && readDay(parts[1] ?? '', today);
  const clockMs = parts && clockOf(Number(parts[2]), Number(parts[3]), parts[4]?.toLowerCase());
  if (dayPart !== null && clockMs !== null) return { dayMs: Date.parse(dayPart), clockMs };
  // Whatever stands behind an ISO date is a time, and here one that can't be read.
  const day = /^\d{4}\D\d{1,2}\D\d{1,2}\D/.test(trimmed) ? null : readDay(trimmed, today);
  return day === null ? null : { dayMs: Date.parse(day), clockMs: null };
}

/** A calendar day as `2026-11-24`: digits in any of the forms of `parseDate`, names of months, "today" and the like. */
export function readDay(text: string, today: number | null, order: DateOrder = 'dayFirst'): string | null {
  const trimmed = text.trim();
  if (trimmed.length > 60) return null;
  return parseDate(trimmed, order) ?? dayInWords(normaliseText(trimmed), today, order);
}

/** A day without a time of day counts from its beginning. */
export function momentOfText(written: WrittenTime, timeZone: string): Date {
  return 'at' in written ? written.at : momentOf(written.dayMs, written.clockMs ?? 0, timeZone);
}

function readIso(match: RegExpExecArray): WrittenTime | null {
  const [, day = '', hour, minute, second = '0', fraction = '', zone] = match;
  const dayText = parseDate(day);
  const clockMs = clockOf(Number(hour), Number(minute));
  if (dayText === null || clockMs === null || Number(second) > 59) return null;
  const exactMs = clockMs + Number(second) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
  const dayMs = Date.parse(dayText);
  if (zone === undefined) return { dayMs, clockMs: exactMs };
  return { at: new Date(dayMs + exactMs - offsetMsOf(zone)) };
}

function offsetMsOf(zone: string): number {
  if (/^z$/i.test(zone)) return 0;
  const digits = zone.replace(/\D/g, '');
  const ms = (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
  return zone.startsWith('-') ? -ms : ms;
}

function clockOf(hour: number, minute: number, half?: string): number | null {
  if (minute > 59 || hour > 23 || (half !== undefined && (hour < 1 || hour > 12))) return null;
  const hours = half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0);
  return (hours * 60 + minute) * 60_000;
}
