/** Words of a trigger on its card; the first dozen. */
export function Chips({ words }: { words: readonly { text: string; hint?: string }[] }) {
  return (
    <p className="flex flex-wrap gap-1">
      {words.slice(0, 12).map(({ text, hint }, index) => (
        <span
          key={index}
          title={hint}
          className="max-w-full truncate rounded-md bg-surface-2 px-1.5 py-0.5 text-xs font-medium"
        >
          {text}
        </span>
      ))}
      {words.length > 12 && <span className="text-xs text-muted">and {words.length - 12} more</span>}
    </p>
  );
}
