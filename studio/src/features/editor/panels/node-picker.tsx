import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { cn } from '../../../shared/lib/cn.ts';
import type { Position } from '../../../../../core/flow/document.ts';
import { isEntryType } from '../document/edits.ts';
import type { Anchor } from '../document/insert.ts';
import { families, familyOrder } from '../families.ts';
import { NodeIcon } from '../nodes/node-icon.tsx';
import { palette } from '../nodes/registry.ts';
import { useEditor, useEditorActions } from '../store/editor-store.ts';
import { NoteIcon } from './note-icon.tsx';
import { searchPalette, type PaletteItem } from './search-palette.ts';

/** Asks which step comes next, where a line was let go, a stub or a plus was pressed, or after N. */
export function NodePicker() {
  const anchor = useEditor((state) => state.picker);
  const actions = useEditorActions();
  return (
    <Dialog.Root open={anchor !== null} onOpenChange={(isOpen) => !isOpen && actions.openPicker(null)}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 bg-black/30 data-[state=open]:animate-in data-[state=open]:fade-in-0" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[16vh] left-1/2 z-50 w-[calc(100vw-32px)] max-w-md -translate-x-1/2 overflow-hidden rounded-xl border border-border bg-surface shadow-pop data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:zoom-in-95"
        >
          <Dialog.Title className="sr-only">Add a step</Dialog.Title>
          {anchor && <Choices anchor={anchor} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Choices({ anchor }: { anchor: Anchor }) {
  const [search, setSearch] = useState('');
  // Nothing leads into a trigger or a rule, so it is no answer to "what comes next".
  const offered = palette.filter((item) => !isEntryType(item.type) || anchor.kind === 'at');
  const found = searchPalette(offered, search);
  // A note is no answer to "what comes next" either.
  const isNoteOffered =
    anchor.kind === 'at' && 'note, sticky, remark, comment'.includes(search.trim().toLowerCase());
  return (
    <Command label="Add a step" loop shouldFilter={false}>
      <div className="flex items-center gap-2.5 border-b border-border px-3.5">
        <Search aria-hidden className="size-4 text-muted" />
        <Command.Input
          autoFocus
          value={search}
          onValueChange={setSearch}
          placeholder={anchor.kind === 'at' ? 'Add a step' : 'What comes next?'}
          className="h-12 w-full bg-transparent text-sm outline-none placeholder:text-muted"
        />
      </div>
      <Command.List className="scroll-thin max-h-[52vh] overflow-y-auto p-1.5">
        {found.length === 0 && !isNoteOffered && (
          <p className="py-8 text-center text-sm text-muted">No step is called that.</p>
        )}
        {/* Found ones stand by how well they fit; all of them by family. */}
        {search.trim()
          ? found.map((item) => <Choice key={item.type} item={item} anchor={anchor} />)
          : familyOrder.map((family) => {
              const items = found.filter((item) => item.family === family);
              if (items.length === 0) return null;
              return (
                <Command.Group
                  key={family}
                  heading={families[family].label}
                  className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-[11px] [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:tracking-wide [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:uppercase"
                >
                  {items.map((item) => (
                    <Choice key={item.type} item={item} anchor={anchor} />
                  ))}
                </Command.Group>
              );
            })}
        {isNoteOffered && <NoteChoice position={anchor.position} />}
      </Command.List>
    </Command>
  );
}

function NoteChoice({ position }: { position: Position }) {
  const actions = useEditorActions();
  return (
    <Command.Item
      value="a note"
      onSelect={() => actions.addNote(position)}
      className="flex cursor-pointer items-center gap-3 rounded-lg px-2 py-1.5 data-[selected=true]:bg-surface-2"
    >
      <NoteIcon className="size-8" />
      <span className="min-w-0">
        <span className="block text-[13px] font-medium">Note</span>
        <span className="block truncate text-xs text-muted">
          A remark for those who work on the flow. People never see it.
        </span>
      </span>
    </Command.Item>
  );
}

function Choice({ item, anchor }: { item: PaletteItem; anchor: Anchor }) {
  const actions = useEditorActions();
  return (
    <Command.Item
      value={item.type}
      onSelect={() => actions.addStep(item.type, anchor)}
      className="flex cursor-pointer items-center gap-3 rounded-lg px-2 py-1.5 data-[selected=true]:bg-surface-2"
    >
      <span className={cn('grid size-8 shrink-0 place-items-center rounded-md', families[item.family].chip)}>
        <NodeIcon type={item.type} />
      </span>
      <span className="min-w-0">
        <span className="block text-[13px] font-medium">{item.title}</span>
        <span className="block truncate text-xs text-muted">{item.docs}</span>
      </span>
    </Command.Item>
  );
}
