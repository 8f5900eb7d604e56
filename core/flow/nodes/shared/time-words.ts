/** Days with words in them, in the languages most of our senders write: English, German, Spanish, Portuguese, French, Italian. */
import type { DateOrder } from '../../../people/written-values.ts';
import { DAY_MS } from './time-zone.ts';

/** Names of the months without accents; their beginnings of three letters and more count too. */
const MONTHS: readonly (readonly string[])[] = [
  ['january', 'januar', 'enero', 'janeiro', 'janvier', 'gennaio'],
  ['february', 'februar', 'febrero', 'fevereiro', 'fevrier', 'febbraio'],
  ['march', 'marz', 'maerz', 'mrz', 'marzo', 'marco', 'mars'],
  ['april', 'abril', 'avril', 'aprile'],
  ['may', 'mai', 'mayo', 'maio', 'maggio'],
  ['june', 'juni', 'junio', 'junho', 'juin', 'giugno'],
  ['july', 'juli', 'julio', 'julho', 'juillet', 'luglio'],
  ['august', 'agosto', 'aout'],
  ['september', 'septiembre', 'setembro', 'septembre', 'settembre'],
  ['october', 'oktober', 'octubre', 'outubro', 'octobre', 'ottobre'],
  ['november', 'noviembre', 'novembro', 'novembre'],
  ['december', 'dezember', 'diciembre', 'dezembro', 'decembre', 'dicembre'],
];

const FROM_TODAY = new Map<string, number>([
  ...['today', 'heute', 'hoy', 'hoje', "aujourd'hui", 'aujourd’hui', 'oggi'].map(
    (word) => [word, 0] as const,
  ),
  ...['tomorrow', 'morgen', 'manana', 'amanha', 'demain', 'domani'].map((word) => [word, 1] as const),
  ...['day after tomorrow', 'the day after tomorrow', 'ubermorgen', 'uebermorgen', 'pasado manana'].map(
    (word) => [word, 2] as const,
  ),
  ...['depois de amanha', 'apres-demain', 'apres demain', 'dopodomani'].map((word) => [word, 2] as const),
  ...['yesterday', 'gestern', 'ayer', 'ontem', 'hier', 'ieri'].map((word) => [word, -1] as const),
]);

const DAY_THEN_MONTH =
  /^(\d{1,2})(?:\.|st|nd|rd|th|er|º|°)?\s?(?:de |of )?(\p{L}{3,12})\.?,?(?: (?:de |del )?(\d{4}))?$/u;
const MONTH_THEN_DAY = /^(\p{L}{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$/u;
const DIGITS_WITHOUT_YEAR = /^(\d{1,2})[./](\d{1,2})$/;
const DIGITS_WITH_SHORT_YEAR = /^(\d{1,2})[./-](\d{1,2})[./-](\d{2})$/;

/**
 * @param text as `normaliseText` leaves it: small letters, no accents
 * @param today midnight of the person's day in UTC; null refuses everything that depends on it
 * @param order of digits such as `24/11`
 * @returns the day as `2026-11-24`; a day without a year is the next one of that name, today included
 */
export function dayInWords(text: string, today: number | null, order: DateOrder): string | null {
  const offset = FROM_TODAY.get(text);
  if (offset !== undefined) return today === null ? null : isoDay(today + offset * DAY_MS);
  const digits = DIGITS_WITH_SHORT_YEAR.exec(text);
  const [dayAt, monthAt] = order === 'dayFirst' ? [1, 2] : [2, 1];
  if (digits) return dayOf(2000 + Number(digits[3]), Number(digits[monthAt]), Number(digits[dayAt]));
  const bare = DIGITS_WITHOUT_YEAR.exec(text);
  if (bare) return nextDay(Number(bare[monthAt]), Number(bare[dayAt]), today);
  const dayFirst = DAY_THEN_MONTH.exec(text);
  const monthFirst = dayFirst ? null : MONTH_THEN_DAY.exec(text);
  const month = monthOf(dayFirst?.[2] ?? monthFirst?.[1] ?? '');
  if (month === null) return null;
  const day = Number(dayFirst?.[1] ?? monthFirst?.[2]);
  const year = dayFirst?.[3] ?? monthFirst?.[3];
  return year === undefined ? nextDay(month, day, today) : dayOf(Number(year), month, day);
}

/** Null also for a beginning that two months share, such as "jui". */
function monthOf(name: string): number | null {
  if (name.length < 3) return null;
  const found = MONTHS.flatMap((names, index) =>
    names.some((full) => full.startsWith(name)) ? [index + 1] : [],
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

function nextDay(month: number, day: number, today: number | null): string | null {
  if (today === null) return null;
  const year = new Date(today).getUTCFullYear();
  // 29 February may be up to eight years away.
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const found = dayOf(year + ahead, month, day);
    if (found !== null && Date.parse(found) >= today) return found;
  }
  return null;
}

function dayOf(year: number, month: number, day: number): string | null {
  if (year < 1000 || year > 9999) return null;
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? isoDay(ms) : null;
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
