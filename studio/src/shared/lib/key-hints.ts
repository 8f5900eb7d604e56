/** Keys as they are written on the reader's keyboard. */

/** A key by its name, `mod` (Command or Ctrl) or `shift`. */
export type HintKey = 'mod' | 'shift' | (string & {});

/** ⌘ on Apple platforms, Ctrl elsewhere. */
export function modifierKey(platform = browserPlatform()): string {
  return isApple(platform) ? '⌘' : 'Ctrl';
}

/** One text per key, in the order of the platform: `['⇧', '⌘', 'Z']`, `['Ctrl', 'Shift', 'Z']`. */
export function keyNames(keys: readonly HintKey[], platform = browserPlatform()): string[] {
  const apple = isApple(platform);
  const rank = (key: HintKey) => (key === 'mod' ? (apple ? 1 : 0) : key === 'shift' ? (apple ? 0 : 1) : 2);
  return [...keys]
    .sort((left, right) => rank(left) - rank(right))
    .map((key) => {
      if (key === 'mod') return modifierKey(platform);
      if (key === 'shift') return apple ? '⇧' : 'Shift';
      return key;
    });
}

/** All keys in one word, for tooltips: `⇧⌘Z`, `Ctrl+Shift+Z`. */
export function keyHint(keys: readonly HintKey[], platform = browserPlatform()): string {
  return keyNames(keys, platform).join(isApple(platform) ? '' : '+');
}

function isApple(platform: string): boolean {
  return /mac|iphone|ipad|ipod/i.test(platform);
}

/** `platform` is deprecated but the only one that Safari and Firefox have. */
function browserPlatform(): string {
  const hints = (navigator as { userAgentData?: { platform?: string } }).userAgentData;
  return hints?.platform || navigator.platform;
}
