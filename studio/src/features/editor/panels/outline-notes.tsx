import { Plus, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { cn } from '../../../shared/lib/cn.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { noteAriaLabel, noteOrder, placeAbove } from '../document/notes.ts';
import { useEditor, useEditorActions } from '../store/editor-store.ts';
import { NoteIcon } from './note-icon.tsx';

/** The notes of the canvas, below the steps; one that is pressed opens in the side panel. */
export function OutlineNotes() {
  const doc = useEditor((state) => state.history.doc);
  const selected = useEditor((state) => state.selectedNotes);
  const canEdit = useEditor((state) => state.mayEdit && state.mode === 'edit');
  const actions = useEditorActions();
  const order = useMemo(() => noteOrder(doc), [doc]);
  if (order.length === 0 && !canEdit) return null;
  return (
    <section aria-label="Notes" className="mx-auto mt-8 max-w-3xl space-y-2.5">
      <h2 className="text-xs font-semibold tracking-wide text-muted uppercase">Notes</h2>
      {order.length > 0 && (
        <ul className="space-y-2.5">
          {order.map((id) => {
            const note = doc.notes[id];
            const text = note?.text ?? '';
            const isSelected = selected.includes(id);
            return (
              <li
                key={id}
                className={cn(
                  'flex items-start gap-2 rounded-xl border border-border bg-surface p-3 shadow-card',
                  isSelected && 'border-primary ring-2 ring-primary/40',
                )}
              >
                <button
                  type="button"
                  aria-pressed={isSelected}
                  onClick={() => actions.select([], [], [id])}
                  className="flex min-w-0 flex-1 items-start gap-3 rounded-md text-left"
                >
                  <NoteIcon color={note?.ui.color} className="size-8 rounded-lg" />
                  <span
                    className={cn(
                      'line-clamp-4 min-w-0 flex-1 py-1.5 text-[13px] leading-5 wrap-break-word whitespace-pre-wrap',
                      text === '' && 'text-muted',
                    )}
                  >
                    {text === '' ? 'Empty note' : text}
                  </span>
                </button>
                {canEdit && (
                  <Button
                    variant="ghost"
                    size="iconXs"
                    className="hover:text-danger"
                    aria-label={`Delete ${noteAriaLabel(text)}`}
                    onClick={() => actions.dispatch({ kind: 'removeNotes', ids: [id] })}
                  >
                    <Trash2 aria-hidden />
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {canEdit && (
        <Button onClick={() => actions.addNote(placeAbove(doc))}>
          <Plus aria-hidden /> Add a note
        </Button>
      )}
    </section>
  );
}
