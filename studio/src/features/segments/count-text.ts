const numbers = new Intl.NumberFormat('en');

export function countText(count: number, isEstimate = false): string {
  const text = count === 1 ? '1 contact' : `${numbers.format(count)} contacts`;
  return isEstimate ? `About ${text}` : text;
}

/** Why a number isn't exact. */
export const ESTIMATE_HINT = 'Estimated from a thousand contacts: counting all of them would take long';
