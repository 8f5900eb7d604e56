import type { NodeFamily } from '../../../../../core/flow/nodes/contract.ts';
import type { NodeTypeId } from '../../../../../core/flow/nodes/registry.ts';
import { families } from '../families.ts';

export interface PaletteItem {
  type: NodeTypeId;
  title: string;
  /** A sentence or two about it. */
  docs: string;
  family: NodeFamily;
}

/** What fits the words, best first: titles that begin with them, titles and families that hold them, descriptions. */
export function searchPalette(items: readonly PaletteItem[], search: string): PaletteItem[] {
  const words = search.trim().toLowerCase();
  return items
    .map((item) => ({ item, rank: rankOf(item, words) }))
    .filter(({ rank }) => rank > 0)
    .sort((left, right) => right.rank - left.rank)
    .map(({ item }) => item);
}

function rankOf(item: PaletteItem, words: string): number {
  const title = item.title.toLowerCase();
  if (title.startsWith(words)) return 4;
  if (title.includes(words)) return 3;
  if (families[item.family].label.toLowerCase().startsWith(words)) return 2;
  return item.docs.toLowerCase().includes(words) ? 1 : 0;
}
