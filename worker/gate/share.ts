/**
 * A function whose calls get the answer of one that is under way for the same key: the messages of a batch need the same token, key or
 * file, all at once. Nothing is kept.
 */
export function shareUnderway<Args extends unknown[], Answer>(
  keyOf: (...args: Args) => string,
  ask: (...args: Args) => Promise<Answer>,
): (...args: Args) => Promise<Answer> {
  const underway = new Map<string, Promise<Answer>>();
  return (...args) => {
    const key = keyOf(...args);
    const known = underway.get(key);
    if (known !== undefined) return known;
    const asking = ask(...args).finally(() => underway.delete(key));
    underway.set(key, asking);
    return asking;
  };
}
