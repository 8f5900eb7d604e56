/** Digits of any script as those that programs read: `٣`, `३` and `３` are `3`. */
export function westernDigits(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[^\P{Nd}0-9]/gu, (digit) => String(valueOf(digit.codePointAt(0) ?? 0)));
}

/** Unicode keeps the digits of a script together, from zero to nine. */
function valueOf(codePoint: number): number {
  let value = 0;
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(codePoint - value - 1))) value += 1;
  return value;
}
