import { EyeOff } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { MAX_NOTE_LENGTH } from '../../../../../core/api/note-limits.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { NoteField, useColleagues } from './note-field.tsx';
import { mentionedIn } from './mentions.ts';
import { useCreateNote } from './use-notes.ts';

export interface NoteFormProps {
  conversationId: string;
  /** In front of what is said about notes. */
  children: ReactNode;
}

/** Drafts outlive a switch of conversations, and of what is written. */
const drafts = new Map<string, string>();

/** What is written for colleagues. */
export function NoteForm({ conversationId, children }: NoteFormProps) {
  const colleagues = useColleagues();
  const [text, setText] = useState(() => drafts.get(conversationId) ?? '');
  const create = useCreateNote(conversationId, ({ text: refused }) => {
    const newer = drafts.get(conversationId) ?? '';
    change(newer === '' ? refused : `${refused}\n${newer}`);
  });
  const trimmed = text.trim();
  const isTooLong = trimmed.length > MAX_NOTE_LENGTH;

  function change(next: string) {
    drafts.set(conversationId, next);
    setText(next);
  }

  function submit() {
    if (!trimmed || isTooLong) return;
    create.mutate({ text: trimmed, mentions: mentionedIn(trimmed, colleagues), key: crypto.randomUUID() });
    change('');
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="mb-1.5 flex flex-wrap items-center gap-2 text-xs text-note-text">
        {children}
        <span className="inline-flex min-w-0 items-center gap-1">
          <EyeOff aria-hidden className="size-3 shrink-0" /> Only colleagues see this. @ names one.
        </span>
        {trimmed.length > MAX_NOTE_LENGTH - 200 && (
          <span className={cn('ml-auto tabular-nums', isTooLong && 'font-medium text-danger')}>
            {trimmed.length} / {MAX_NOTE_LENGTH}
          </span>
        )}
      </div>
      <div className="flex items-end gap-2">
        <NoteField
          label="Note"
          placeholder="Write a note for colleagues"
          value={text}
          colleagues={colleagues}
          onChange={change}
          onSubmit={submit}
        />
        <Button
          type="submit"
          variant="primary"
          className="h-10.5"
          disabled={!trimmed || isTooLong}
          title="Enter adds it, Shift+Enter makes a new line"
        >
          Add note
        </Button>
      </div>
    </form>
  );
}
