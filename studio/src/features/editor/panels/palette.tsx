import { useState } from 'react';
import { SearchField } from '../../../shared/ui/search-field.tsx';
import { cn } from '../../../shared/lib/cn.ts';
import { keyHint } from '../../../shared/lib/key-hints.ts';
import { families, familyOrder } from '../families.ts';
import { NodeIcon } from '../nodes/node-icon.tsx';
import { palette } from '../nodes/registry.ts';
import { useEditorActions, useEditorStore } from '../store/editor-store.ts';
import { NoteIcon } from './note-icon.tsx';
import { DRAG_TYPE, NOTE_DRAG } from './palette-item.ts';
import { searchPalette } from './search-palette.ts';
import { usePlaceInView } from '../canvas/use-place-in-view.ts';

/** Every kind of step: drag one onto the canvas, or press it to put it after the selected step. */
export function Palette() {
  const [search, setSearch] = useState('');
  const store = useEditorStore();
  const actions = useEditorActions();
  const placeInView = usePlaceInView();
  const found = searchPalette(palette, search);

  return (
    <aside
      aria-label="Steps to add"
      className="flex w-60 shrink-0 flex-col border-r border-border bg-surface"
    >
      <div className="p-2.5">
        <SearchField label="Search steps" value={search} onChange={setSearch} placeholder="Search steps" />
      </div>
      <div className="scroll-thin min-h-0 flex-1 space-y-3 overflow-y-auto px-2.5 pb-4">
        {found.length === 0 && (
          <p className="px-2 py-4 text-center text-[13px] text-muted">No step is called that.</p>
        )}
        {familyOrder.map((family) => {
          const items = found.filter((item) => item.family === family);
          if (items.length === 0) return null;
          const look = families[family];
          return (
            <section key={family} aria-label={look.label}>
              <h2 className="px-1.5 pb-1 text-[11px] font-semibold tracking-wide text-muted uppercase">
                {look.label}
              </h2>
              <ul className="space-y-0.5">
                {items.map(({ type, title, docs }) => {
                  return (
                    <li key={type}>
                      <button
                        type="button"
                        draggable
                        title={docs}
                        onDragStart={(event) => {
                          event.dataTransfer.setData(DRAG_TYPE, type);
                          event.dataTransfer.effectAllowed = 'copy';
                        }}
                        onClick={() => {
                          const selected = store.getState().selectedNodes[0];
                          actions.addStep(
                            type,
                            selected
                              ? { kind: 'after', node: selected }
                              : { kind: 'at', position: placeInView() },
                          );
                        }}
                        className="flex w-full cursor-grab items-center gap-2.5 rounded-lg px-1.5 py-1.5 text-left text-[13px] font-medium hover:bg-surface-2 active:cursor-grabbing"
                      >
                        <span className={cn('grid size-7 shrink-0 place-items-center rounded-md', look.chip)}>
                          <NodeIcon type={type} />
                        </span>
                        {title}
                      </button>
                    </li>
                  );
                })}
              </ul>
            </section>
          );
        })}
      </div>
      <div className="border-t border-border px-2.5 py-2">
        <button
          type="button"
          draggable
          title={`A remark for those who work on the flow; people never see it (${keyHint(['shift', 'N'])})`}
          onDragStart={(event) => {
            event.dataTransfer.setData(DRAG_TYPE, NOTE_DRAG);
            event.dataTransfer.effectAllowed = 'copy';
          }}
          onClick={() => actions.addNote(placeInView())}
          className="flex w-full cursor-grab items-center gap-2.5 rounded-lg px-1.5 py-1.5 text-left text-[13px] font-medium hover:bg-surface-2 active:cursor-grabbing"
        >
          <NoteIcon className="size-7" />
          Note
        </button>
      </div>
    </aside>
  );
}
