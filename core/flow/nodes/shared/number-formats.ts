/** How people write numbers and days where they live, as far as their locale tells. */
import type { DateOrder } from '../../../people/written-values.ts';

export type DecimalMark = 'point' | 'comma';

const COMMA_LANGUAGES = new Set([
  ...['az', 'be', 'bg', 'bs', 'ca', 'cs', 'da', 'de', 'el', 'es', 'et', 'eu', 'fi', 'fr', 'gl', 'hr', 'hu'],
  ...['hy', 'id', 'is', 'it', 'ka', 'kk', 'ky', 'lt', 'lv', 'mk', 'nb', 'nl', 'nn', 'no', 'pl', 'pt', 'ro'],
  ...['ru', 'sk', 'sl', 'sq', 'sr', 'sv', 'tr', 'uk', 'uz', 'vi'],
]);
/** Regions that write a point in a language that elsewhere writes a comma. */
const POINT_LOCALES = new Set([
  ...['de_CH', 'de_LI', 'it_CH'],
  ...['es_DO', 'es_GT', 'es_HN', 'es_MX', 'es_NI', 'es_PA', 'es_PE', 'es_PR', 'es_SV', 'es_US'],
]);

/** A point for a locale that isn't known. */
export function decimalMarkOf(locale: string | null): DecimalMark {
  const { language, region } = partsOf(locale);
  return COMMA_LANGUAGES.has(language) && !POINT_LOCALES.has(`${language}_${region}`) ? 'comma' : 'point';
}

/** The United States write the month first; everybody else, and who isn't known, the day. */
export function dateOrderOf(locale: string | null): DateOrder {
  return partsOf(locale).region === 'US' ? 'monthFirst' : 'dayFirst';
}

/** `pt`, `pt-BR`, `pt_BR` and `zh-Hant-TW` are all locales. */
function partsOf(locale: string | null): { language: string; region: string } {
  const [language = '', ...rest] = (locale ?? '').trim().split(/[-_]/);
  const region = rest.find((part) => /^[A-Za-z]{2}$/.test(part)) ?? '';
  return { language: language.toLowerCase(), region: region.toUpperCase() };
}
