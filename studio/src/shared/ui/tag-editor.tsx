import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { cn } from '../lib/cn.ts';

export interface TagEditorProps {
  label: string;
  tags: readonly string[];
  onChange: (tags: string[]) => void;
  /** What one of them is called. */
  noun?: string;
  disabled?: boolean;
  className?: string;
}

/** Tags as chips with a field for the next one: Enter or comma adds, Backspace in the empty field removes the last. */
export function TagEditor({ label, tags, onChange, noun = 'tag', disabled, className }: TagEditorProps) {
  const [text, setText] = useState('');

  function add() {
    const tag = text.trim().slice(0, 64);
    setText('');
    if (tag && !tags.includes(tag)) onChange([...tags, tag]);
  }

  return (
    <div role="group" aria-label={label} className={cn('flex flex-wrap items-center gap-1.5', className)}>
      {tags.map((tag) => (
        <span
          key={tag}
          className="inline-flex h-6 items-center gap-1 rounded-full bg-primary-soft pr-1 pl-2 text-xs font-medium text-primary"
        >
          <span className="max-w-40 truncate">{tag}</span>
          {!disabled && (
            <button
              type="button"
              aria-label={`Remove ${noun} ${tag}`}
              onClick={() => onChange(tags.filter((item) => item !== tag))}
              className="grid size-4 place-items-center rounded-full hover:bg-primary/15"
            >
              <X aria-hidden className="size-3" />
            </button>
          )}
        </span>
      ))}
      {!disabled && (
        <span className="inline-flex h-6 items-center gap-1 rounded-full border border-dashed border-border-strong pr-2 pl-1.5 text-muted focus-within:border-primary focus-within:text-text">
          <Plus aria-hidden className="size-3" />
          <input
            aria-label={`Add to ${label.toLowerCase()}`}
            placeholder={`Add ${noun}`}
            value={text}
            maxLength={64}
            onChange={(event) => setText(event.target.value.replace(',', ''))}
            onBlur={add}
            onKeyDown={(event) => {
              if (event.key === 'Enter' || event.key === ',') {
                event.preventDefault();
                add();
              } else if (event.key === 'Backspace' && text === '' && tags.length > 0) {
                onChange(tags.slice(0, -1));
              }
            }}
            className="w-16 bg-transparent text-xs outline-none placeholder:text-muted"
          />
        </span>
      )}
    </div>
  );
}
