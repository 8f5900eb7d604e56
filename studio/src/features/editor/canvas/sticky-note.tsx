import { NodeResizer, type NodeProps, type OnResizeEnd } from 'reactflow';
import { memo, useEffect, useRef } from 'react';
import { MAX_NOTE_LENGTH, NOTE_LIMITS_PX, type NoteId } from '../../../../../core/flow/document.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { noteOfCard, resized } from '../document/notes.ts';
import { useEditor, useEditorActions, useEditorStore } from '../store/editor-store.ts';

/** A remark on the canvas. A double click, or Enter once it is selected, puts the caret into it. */
export const StickyNote = memo(function StickyNote({ id: cardId, selected }: NodeProps) {
  const id = noteOfCard(cardId) ?? '';
  const store = useEditorStore();
  const text = useEditor((state) => state.history.doc.notes[id]?.text);
  const hasHeight = useEditor((state) => state.history.doc.notes[id]?.ui.height !== undefined);
  const isEdited = useEditor((state) => state.editedNote === id && state.mode === 'edit');
  const canEdit = useEditor((state) => state.mayEdit && state.mode === 'edit');
  const { dispatch, editNote } = useEditorActions();
  if (text === undefined) return null;
  const onResizeEnd: OnResizeEnd = (_event, to) => {
    const note = store.getState().history.doc.notes[id];
    if (note) dispatch(resized(id, note, to));
  };
  return (
    <div
      data-note={id}
      onDoubleClick={() => canEdit && editNote(id)}
      className={cn(
        'sticky-note size-full rounded-lg border border-note-border bg-note text-note-text shadow-card transition-shadow',
        selected && 'border-primary ring-2 ring-primary/50',
      )}
    >
      <NodeResizer {...NOTE_LIMITS_PX} isVisible={selected && canEdit} onResizeEnd={onResizeEnd} />
      {isEdited ? (
        <NoteBox id={id} text={text} hasHeight={hasHeight} />
      ) : (
        <p
          className={cn(
            'min-h-16 overflow-hidden px-3 py-2.5 text-[13px] leading-[18px] wrap-break-word whitespace-pre-wrap',
            hasHeight ? 'h-full' : 'max-h-80',
            text === '' && 'italic',
          )}
        >
          {text === '' ? (canEdit ? 'Double-click to write' : 'Empty note') : text}
        </p>
      )}
    </div>
  );
});

function NoteBox({ id, text, hasHeight }: { id: NoteId; text: string; hasHeight: boolean }) {
  const { dispatch, editNote } = useEditorActions();
  const box = useCaret();
  return (
    <textarea
      ref={box}
      aria-label="Text of the note"
      value={text}
      maxLength={MAX_NOTE_LENGTH}
      placeholder="What should others know?"
      // React Flow would drag the note and move the canvas while somebody marks words or scrolls.
      className={cn(
        'nodrag nopan nowheel block min-h-16 w-full resize-none rounded-lg bg-transparent px-3 py-2.5 text-[13px] leading-[18px] placeholder:text-note-text/80 focus-visible:outline-none',
        hasHeight ? 'h-full' : 'field-sizing-content max-h-80',
      )}
      onChange={(event) => dispatch({ kind: 'setNoteText', id, text: event.target.value }, `note:${id}`)}
      onBlur={() => editNote(null)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        const card = event.currentTarget.closest<HTMLElement>('.react-flow__node');
        editNote(null);
        card?.focus();
      }}
    />
  );
}

/** A new card is invisible until React Flow has measured it, and what is invisible takes no caret: some frames later it does. */
function useCaret() {
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    let frame = 0;
    const place = (framesLeft: number) => {
      const { current } = box;
      if (!current) return;
      current.focus({ preventScroll: true });
      if (document.activeElement === current)
        current.setSelectionRange(current.value.length, current.value.length);
      else if (framesLeft > 0) frame = requestAnimationFrame(() => place(framesLeft - 1));
    };
    place(MAX_FRAMES);
    return () => cancelAnimationFrame(frame);
  }, []);
  return box;
}

const MAX_FRAMES = 60;
