/** Finds a keyword as whole words in what a person wrote; both normalised. */
export function containsWords(message: string, wanted: string): boolean {
  for (let at = message.indexOf(wanted); at !== -1; at = message.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    const startsWord = !joins(lastCharacter(message.slice(0, at)), firstCharacter(wanted));
    if (startsWord && !joins(lastCharacter(wanted), firstCharacter(message.slice(end)))) return true;
  }
  return false;
}

const WORD_CHARACTER = /[\p{L}\p{N}\p{M}_]/u;
/** Scripts that write words without spaces: there, a keyword may stand anywhere. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Whether two neighbouring characters belong to one word. */
function joins(left: string, right: string): boolean {
  return (
    WORD_CHARACTER.test(left) && WORD_CHARACTER.test(right) && !(UNSPACED.test(left) && UNSPACED.test(right))
  );
}

function firstCharacter(text: string): string {
  return String.fromCodePoint(...(text === '' ? [] : [text.codePointAt(0) ?? 0]));
}

function lastCharacter(text: string): string {
  const tail = text.slice(-2);
  return (tail.codePointAt(0) ?? 0) > 0xffff ? tail : text.slice(-1);
}
