/** Which of Meta's locale codes speak a contact's language. */

/** Regions to try for a language, the commonest first, where a template was made for a region only (Cloud API, Supported languages). */
const REGIONS: Readonly<Record<string, readonly string[]>> = {
  ar: ['AE', 'EG', 'LB', 'MA', 'QA'],
  de: ['AT', 'CH'],
  en: ['US', 'GB', 'AU', 'CA', 'IN'],
  es: ['ES', 'MX', 'AR', 'CO', 'CL', 'PE'],
  fr: ['CA', 'BE', 'CH'],
  nl: ['BE'],
  pt: ['BR', 'PT'],
  zh: ['CN', 'TW', 'HK'],
};

/**
 * @param locale as contacts have it: `pt`, `pt-BR`, `pt_BR`, `zh-Hant-TW`
 * @returns `['pt_BR', 'pt', 'pt_PT']`: the locale itself, its language without a region, then other regions; none for no locale
 */
export function localeCandidates(locale: string | null): string[] {
  const parts = (locale ?? '').trim().split(/[-_]/);
  const language = (parts[0] ?? '').toLowerCase();
  if (!/^[a-z]{2,3}$/.test(language)) return [];
  const region = parts.slice(1).find((part) => /^[A-Za-z]{2}$/.test(part));
  const own = region === undefined ? [] : [`${language}_${region.toUpperCase()}`];
  const others = Object.hasOwn(REGIONS, language) ? (REGIONS[language] ?? []) : [];
  return [...new Set([...own, language, ...others.map((code) => `${language}_${code}`)])];
}
