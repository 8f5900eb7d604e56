import { NotebookPen, Reply } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Conversation } from '../../../../core/api/schemas.ts';
import { cn } from '../../shared/lib/cn.ts';
import { keyHint } from '../../shared/lib/key-hints.ts';
import { useMay } from '../../shared/session/workspace.ts';
import { Segmented } from '../../shared/ui/segmented.tsx';
import { NoteForm } from './notes/note-form.tsx';
import { ReplyForm } from './reply-form.tsx';

type Mode = 'reply' | 'note';

/** By their place on the keyboard: with Alt held, some keyboards type other letters. */
const shortcuts: Partial<Record<string, Mode>> = { KeyR: 'reply', KeyN: 'note' };
const options = [
  {
    value: 'reply',
    label: <Label icon={Reply} text="Reply" />,
    hint: `Goes to the person (${keyHint(['Alt', 'R'])})`,
  },
  {
    value: 'note',
    label: <Label icon={NotebookPen} text="Note" />,
    hint: `Only colleagues see it (${keyHint(['Alt', 'N'])})`,
  },
] as const;

/** Where somebody left off, by conversation. */
const modes = new Map<string, Mode>();

/** Writes to the person, or beside the messages for colleagues. */
export function Composer({ conversation }: { conversation: Conversation }) {
  const mayWriteNotes = useMay('conversations:write');
  const [mode, setMode] = useState<Mode>(() => modes.get(conversation.id) ?? 'reply');
  const box = useRef<HTMLDivElement>(null);
  const isChosen = useRef(false);

  const choose = useCallback(
    (next: Mode) => {
      modes.set(conversation.id, next);
      isChosen.current = true;
      setMode(next);
    },
    [conversation.id],
  );

  useEffect(() => {
    if (!mayWriteNotes) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const next = event.altKey && !event.ctrlKey && !event.metaKey ? shortcuts[event.code] : undefined;
      if (!next) return;
      event.preventDefault();
      choose(next);
      box.current?.querySelector('textarea')?.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [mayWriteNotes, choose]);

  // Whoever chose what to write goes on by writing it.
  useEffect(() => {
    if (isChosen.current) box.current?.querySelector('textarea')?.focus();
  }, [mode]);

  const isNote = mode === 'note' && mayWriteNotes;
  const choice = mayWriteNotes && (
    <Segmented label="Write a" value={mode} onChange={choose} options={options} className="mr-1 shrink-0" />
  );
  return (
    <div
      ref={box}
      className={cn(
        'border-t px-3 pt-2 pb-3',
        isNote ? 'note-yellow border-note-border bg-note' : 'border-border bg-surface',
      )}
    >
      {isNote ? (
        <NoteForm conversationId={conversation.id}>{choice}</NoteForm>
      ) : (
        <ReplyForm conversation={conversation}>{choice}</ReplyForm>
      )}
    </div>
  );
}

function Label({ icon: Icon, text }: { icon: typeof Reply; text: string }) {
  return (
    <>
      <Icon aria-hidden /> {text}
    </>
  );
}
