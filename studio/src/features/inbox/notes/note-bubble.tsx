import { Bot, EllipsisVertical, NotebookPen, Pencil, Plug, Trash2 } from 'lucide-react';
import { memo, useState } from 'react';
import type { Note } from '../../../../../core/api/notes.ts';
import { MAX_NOTE_LENGTH } from '../../../../../core/api/note-limits.ts';
import { clockTime, fullTime } from '../../../shared/lib/time.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.tsx';
import { Menu, MenuItem } from '../../../shared/ui/menu.tsx';
import { mentionedIn, partsOf } from './mentions.ts';
import { NoteField, useColleagues } from './note-field.tsx';
import { isLocal, useDeleteNote, useUpdateNote } from './use-notes.ts';

const icons = { user: NotebookPen, apiKey: Plug, flow: Bot } as const;
const nobody = { user: 'A former colleague', apiKey: 'An API key', flow: 'A flow' } as const;

/** A note between the messages, on our side and in another colour than anything that was sent. */
export const NoteBubble = memo(function NoteBubble({ note }: { note: Note }) {
  const { userId } = useWorkspace();
  const mayWrite = useMay('conversations:write');
  const mayDeleteAll = useMay('members:write');
  const [isEditing, setEditing] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const remove = useDeleteNote(note);
  const { kind, id, name } = note.author;
  const isMine = kind === 'user' && id === userId;
  const author = isMine ? 'You' : (name ?? nobody[kind]);
  const Icon = icons[kind];
  const mayEdit = mayWrite && isMine && !isLocal(note);
  const mayDelete = mayWrite && (isMine || mayDeleteAll) && !isLocal(note);
  return (
    <article
      aria-label={`Note by ${author} at ${clockTime(note.createdAt)}`}
      className="mt-2.5 flex flex-col items-end"
    >
      <div className="note-yellow w-fit max-w-[min(84%,34rem)] min-w-48 rounded-lg border border-note-border bg-note text-[14.2px] leading-[19px] text-note-text shadow-card">
        <div className="flex items-center gap-1.5 pt-1 pr-1 pl-2.5 text-[11px] leading-4 font-medium">
          <Icon aria-hidden className="size-3 shrink-0" />
          <span className="truncate">{author}</span>
          <time
            dateTime={note.createdAt}
            title={fullTime(note.createdAt)}
            className="ml-auto pl-3 font-normal tabular-nums"
          >
            {clockTime(note.createdAt)}
          </time>
          {mayEdit || mayDelete ? (
            <Menu
              onCloseAutoFocus={(event) => isEditing && event.preventDefault()}
              trigger={
                <Button
                  variant="ghost"
                  size="iconXs"
                  aria-label="Change the note"
                  className="text-note-text hover:bg-black/5 dark:hover:bg-white/10"
                >
                  <EllipsisVertical aria-hidden />
                </Button>
              }
            >
              {mayEdit && (
                <MenuItem onSelect={() => setEditing(true)}>
                  <Pencil aria-hidden /> Edit
                </MenuItem>
              )}
              <MenuItem tone="danger" onSelect={() => setDeleting(true)}>
                <Trash2 aria-hidden /> Delete
              </MenuItem>
            </Menu>
          ) : (
            <span className="h-6 w-1.5" />
          )}
        </div>
        {isEditing ? <EditForm note={note} onDone={() => setEditing(false)} /> : <Words note={note} />}
      </div>
      {isDeleting && (
        <ConfirmDialog
          title="Delete this note?"
          description="Nobody sees it any more. This cannot be undone."
          confirm="Delete note"
          change={remove}
          onClose={() => setDeleting(false)}
        />
      )}
    </article>
  );
});

function Words({ note }: { note: Note }) {
  const colleagues = useColleagues();
  const named = colleagues.filter(({ userId }) => note.mentions.includes(userId));
  return (
    <p className="px-2.5 pb-2 break-words whitespace-pre-wrap">
      {partsOf(note.text, named).map((part, index) =>
        part.isMention ? (
          <strong key={index} className="rounded bg-black/8 px-0.5 font-semibold dark:bg-white/12">
            {part.text}
          </strong>
        ) : (
          part.text
        ),
      )}
      {note.editedAt && ' '}
      {note.editedAt && (
        <span className="ml-1 text-[11px]" title={fullTime(note.editedAt)}>
          (edited)
        </span>
      )}
    </p>
  );
}

function EditForm({ note, onDone }: { note: Note; onDone: () => void }) {
  const colleagues = useColleagues();
  const [text, setText] = useState(note.text);
  const update = useUpdateNote(note);
  const trimmed = text.trim();
  const isRefused = trimmed === '' || trimmed.length > MAX_NOTE_LENGTH;

  function save() {
    if (isRefused || update.isPending) return;
    if (trimmed === note.text) return onDone();
    update.mutate({ text: trimmed, mentions: mentionedIn(trimmed, colleagues) }, { onSuccess: onDone });
  }

  return (
    <form
      className="w-[30rem] max-w-full space-y-2 px-2 pb-2"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <NoteField
        label="Change the note"
        value={text}
        colleagues={colleagues}
        onChange={setText}
        onSubmit={save}
        onCancel={onDone}
        autoFocus
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" size="sm" variant="primary" disabled={isRefused} isBusy={update.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
