/** Variants of a message: what part of the people gets each. Pure. */
import type { CampaignVariant } from '../../../../../core/campaigns/document.ts';

const LETTERS = ['A', 'B', 'C', 'D', 'E'] as const;

/** A copy of the one that is shown, under the first letter that is free. */
export function withVariant(variants: readonly CampaignVariant[], like: number): CampaignVariant[] {
  const key = LETTERS.find((letter) => variants.every((variant) => variant.key !== letter));
  const model = variants[like] ?? variants[0];
  if (key === undefined || model === undefined) return [...variants];
  return [...variants, { ...model, key }].sort((a, b) => a.key.localeCompare(b.key));
}

/** Its share in whole percent; the shares add up to a hundred as near as whole numbers do. */
export function shareOf(
  variants: readonly CampaignVariant[],
  { weight }: Pick<CampaignVariant, 'weight'>,
): number {
  const all = variants.reduce((sum, variant) => sum + variant.weight, 0);
  return Math.round((weight / all) * 100);
}
