const MAX_EXCERPT = 80;

/** The beginning of an author's text for a card; placeholders stay as they are written. */
export function excerpt(text: string, whenEmpty: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line === '') return whenEmpty;
  const characters = Array.from(line);
  return characters.length <= MAX_EXCERPT ? line : `${characters.slice(0, MAX_EXCERPT - 1).join('')}…`;
}
