/** What is typed as the name of a variable: blanks and hyphens become `_`. */
export function typedName(text: string): string {
  return text.replace(/[\s-]+/g, '_');
}
