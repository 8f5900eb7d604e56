import { Trash2 } from 'lucide-react';
import { MAX_NOTE_LENGTH, type NoteId, type NoteLook } from '../../../../../core/flow/document.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Field } from '../../../shared/ui/field.tsx';
import { Textarea } from '../../../shared/ui/input.tsx';
import { changedLook } from '../document/notes.ts';
import { useEditor, useEditorActions } from '../store/editor-store.ts';
import { CloseButton } from './close-button.tsx';
import { NoteIcon } from './note-icon.tsx';
import { NoteLookFields } from './note-look-fields.tsx';

/** Text, colour and size of one note; on the canvas it can be written and pulled larger as well. */
export function NoteSettings({ id, onClose }: { id: NoteId; onClose?: () => void }) {
  const note = useEditor((state) => state.history.doc.notes[id]);
  const problem = useEditor((state) =>
    state.problems.find(({ nodeId, field }) => nodeId === null && field === `notes.${id}.text`),
  );
  const mayEdit = useEditor((state) => state.mayEdit);
  // Where there is no canvas, a new note is written here.
  const hasCaret = useEditor((state) => state.editedNote === id && state.view === 'outline');
  const { dispatch, editNote } = useEditorActions();
  if (!note) return null;
  const onLook = (part: NoteLook) =>
    dispatch({ kind: 'setNoteLook', id, look: changedLook(note, part) }, `look:${id}`);
  return (
    <>
      <header className="sticky top-0 z-10 flex items-center gap-2.5 border-b border-border bg-surface px-4 py-3">
        <NoteIcon color={note.ui.color} className="size-8 rounded-lg" />
        <h2 className="min-w-0 flex-1 truncate text-sm font-semibold">Note</h2>
        {mayEdit && (
          <Button
            variant="dangerGhost"
            size="iconSm"
            aria-label="Delete this note"
            title="Delete this note (Del)"
            onClick={() => dispatch({ kind: 'removeNotes', ids: [id] })}
          >
            <Trash2 aria-hidden />
          </Button>
        )}
        {onClose && <CloseButton onClose={onClose} />}
      </header>
      <div className="space-y-5 px-4 py-4">
        <Field
          label="Text"
          hint="For those who work on the flow. People never see it, and no step reads it."
          error={problem?.message}
        >
          <Textarea
            autoFocus={hasCaret}
            onBlur={() => editNote(null)}
            className="min-h-40"
            maxLength={MAX_NOTE_LENGTH}
            value={note.text}
            onChange={(event) =>
              dispatch({ kind: 'setNoteText', id, text: event.target.value }, `note:${id}`)
            }
          />
        </Field>
        <NoteLookFields note={note} onChange={onLook} />
      </div>
    </>
  );
}
