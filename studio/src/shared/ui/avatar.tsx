import { cn } from '../lib/cn.ts';

const tones = [
  'bg-[#d7efe6] text-[#0b5c48] dark:bg-[#12332b] dark:text-[#7be0bf]',
  'bg-[#e3e6fb] text-[#3730a3] dark:bg-[#23264d] dark:text-[#b3b9ff]',
  'bg-[#fbe6d4] text-[#8a3b05] dark:bg-[#3b2413] dark:text-[#ffc08a]',
  'bg-[#fbdfe8] text-[#9f1239] dark:bg-[#3d1723] dark:text-[#ff9fb9]',
  'bg-[#dcecfb] text-[#0b4f83] dark:bg-[#13293f] dark:text-[#93cbff]',
  'bg-[#eee3fb] text-[#5b21b6] dark:bg-[#2c1c47] dark:text-[#d0b2ff]',
] as const;

/** Initials on a colour that follows from the name, the same on every page. */
export function Avatar({ name, className }: { name: string | null; className?: string }) {
  const label = name?.trim() || '?';
  return (
    <span
      aria-hidden
      className={cn(
        'grid size-10 shrink-0 place-items-center rounded-full text-[13px] font-semibold select-none',
        tones[hash(label) % tones.length],
        className,
      )}
    >
      {initials(label)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = firstLetter(words[0] ?? name);
  const last = words.length > 1 ? firstLetter(words.at(-1) ?? '') : '';
  return (first + last).toUpperCase();
}

function firstLetter(word: string): string {
  return /[\p{L}\p{N}]/u.exec(word)?.[0] ?? [...word][0] ?? '';
}

function hash(text: string): number {
  let value = 7;
  for (const char of text) value = (value * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return value;
}
