const numbers = new Intl.NumberFormat('en');

export function countText(count: number): string {
  return count === 1 ? '1 contact' : `${numbers.format(count)} contacts`;
}
