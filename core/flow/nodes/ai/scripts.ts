/** Which letters a language is written in: a plain check beside the model's own word about its language. */

/** Languages that aren't written in Latin letters (ISO 639-1, Unicode scripts). */
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  ...group(['ru', 'uk', 'be', 'bg', 'mk', 'kk', 'ky', 'tg', 'mn'], /\p{sc=Cyrillic}/gu),
  sr: /[\p{sc=Cyrillic}\p{sc=Latin}]/gu,
  ...group(['ar', 'fa', 'ur', 'ps', 'ug', 'sd'], /\p{sc=Arabic}/gu),
  ...group(['he', 'yi'], /\p{sc=Hebrew}/gu),
  el: /\p{sc=Greek}/gu,
  ...group(['hi', 'mr', 'ne'], /\p{sc=Devanagari}/gu),
  bn: /\p{sc=Bengali}/gu,
  ta: /\p{sc=Tamil}/gu,
  te: /\p{sc=Telugu}/gu,
  gu: /\p{sc=Gujarati}/gu,
  kn: /\p{sc=Kannada}/gu,
  ml: /\p{sc=Malayalam}/gu,
  pa: /[\p{sc=Gurmukhi}\p{sc=Arabic}]/gu,
  si: /\p{sc=Sinhala}/gu,
  th: /\p{sc=Thai}/gu,
  lo: /\p{sc=Lao}/gu,
  km: /\p{sc=Khmer}/gu,
  my: /\p{sc=Myanmar}/gu,
  ka: /\p{sc=Georgian}/gu,
  hy: /\p{sc=Armenian}/gu,
  am: /\p{sc=Ethiopic}/gu,
  zh: /\p{sc=Han}/gu,
  ja: /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/gu,
  ko: /[\p{sc=Hangul}\p{sc=Han}]/gu,
};
/** Written in more than one; no check. */
const MIXED = new Set(['az', 'uz', 'ku', 'bs', 'ks']);
const LATIN = /\p{sc=Latin}/gu;
const LETTER = /\p{L}/gu;

/** Whether most letters are the language's own. Names and addresses in other letters don't hurt; no letters at all fit any. */
export function isInScriptOf(text: string, language: string): boolean {
  if (MIXED.has(language)) return true;
  const letters = countOf(text, LETTER);
  const script = Object.hasOwn(SCRIPTS, language) ? (SCRIPTS[language] ?? LATIN) : LATIN;
  return countOf(text, script) * 2 >= letters;
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function group(languages: string[], pattern: RegExp): Record<string, RegExp> {
  return Object.fromEntries(languages.map((language) => [language, pattern]));
}
