/** A short id for a new node or edge: readable in histories, unlike any that is taken. */
export function freshId(prefix: string, taken: Readonly<Record<string, unknown>>): string {
  for (;;) {
    const id = `${prefix}_${crypto.randomUUID().slice(0, 8)}`;
    if (!(id in taken)) return id;
  }
}

/** `yes`, `yes_2`...: an option's id is sent to phones and kept in answers, so it says what it stands for. */
export function optionIdFor(title: string, taken: readonly string[], fallback: string): string {
  const base =
    title
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .slice(0, 40) || fallback;
  if (!taken.includes(base)) return base;
  for (let n = 2; ; n++) if (!taken.includes(`${base}_${n}`)) return `${base}_${n}`;
}
