/** The editor's keys, as data. None of them acts while somebody types or a dialog is open. */
import { placeAbove } from './document/notes.ts';
import type { EditorStore } from './store/editor-store.ts';
import type { Saver } from './store/saving.ts';

export interface EditorCommand {
  id: string;
  /** `mod` is ⌘ on a Mac and Ctrl elsewhere. */
  keys: readonly { key: string; mod?: boolean; shift?: boolean }[];
  needsEdit: boolean;
  run: () => void;
}

export interface CommandDeps {
  store: EditorStore;
  saver: Saver;
  tidy: () => void;
  zoomFull: () => void;
  showAll: () => void;
  placeInView: () => { x: number; y: number };
}

export function editorCommands({
  store,
  saver,
  tidy,
  zoomFull,
  showAll,
  placeInView,
}: CommandDeps): EditorCommand[] {
  const actions = store.getState();
  return [
    { id: 'save', keys: [{ key: 's', mod: true }], needsEdit: true, run: () => void saver.saveNow() },
    { id: 'undo', keys: [{ key: 'z', mod: true }], needsEdit: true, run: actions.undo },
    {
      id: 'redo',
      keys: [
        { key: 'z', mod: true, shift: true },
        { key: 'y', mod: true },
      ],
      needsEdit: true,
      run: actions.redo,
    },
    {
      id: 'delete',
      keys: [{ key: 'delete' }, { key: 'backspace' }],
      needsEdit: true,
      run: actions.removeSelected,
    },
    {
      id: 'add',
      keys: [{ key: 'n' }],
      needsEdit: true,
      run: () => {
        const [selected] = store.getState().selectedNodes;
        actions.openPicker(
          selected ? { kind: 'after', node: selected } : { kind: 'at', position: placeInView() },
        );
      },
    },
    {
      id: 'addNote',
      keys: [{ key: 'n', shift: true }],
      needsEdit: true,
      run: () => {
        const { view, history } = store.getState();
        actions.addNote(view === 'canvas' ? placeInView() : placeAbove(history.doc));
      },
    },
    { id: 'tidy', keys: [{ key: 't', shift: true }], needsEdit: true, run: tidy },
    { id: 'zoomFull', keys: [{ key: '0' }], needsEdit: false, run: zoomFull },
    { id: 'showAll', keys: [{ key: '1' }], needsEdit: false, run: showAll },
    {
      id: 'problems',
      keys: [{ key: 'p' }],
      needsEdit: false,
      run: () => store.setState((state) => ({ drawer: state.drawer === 'problems' ? null : 'problems' })),
    },
    { id: 'deselect', keys: [{ key: 'escape' }], needsEdit: false, run: () => actions.select([]) },
  ];
}

interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

export function commandFor(commands: readonly EditorCommand[], press: KeyPress): EditorCommand | null {
  if (press.altKey) return null;
  const key = press.key.toLowerCase();
  const mod = press.ctrlKey || press.metaKey;
  return (
    commands.find((command) =>
      command.keys.some(
        (one) => one.key === key && Boolean(one.mod) === mod && Boolean(one.shift) === press.shiftKey,
      ),
    ) ?? null
  );
}

/** Saving is for everybody at any time; all other keys belong to whoever has the caret or the dialog. */
export function isKeyTaken(event: KeyboardEvent, commandId: string): boolean {
  if (document.querySelector('[role="dialog"], [role="menu"]')) return true;
  if (commandId === 'save') return false;
  const target = event.target as HTMLElement | null;
  // Somebody working in a side panel doesn't mean the step on the canvas.
  if (commandId === 'delete' && target?.closest('aside')) return true;
  return Boolean(target?.closest('input, textarea, select, [contenteditable="true"]'));
}
