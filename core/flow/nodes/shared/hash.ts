/**
 * A number from 0 (included) to 1 (not included) that hangs on the text alone and spreads evenly, for choices that must be
 * the same every time. FNV-1a over the UTF-8 bytes, its bits then mixed as MurmurHash3 does at its end.
 */
export function shareOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
