/** Undo and redo as patches. One gesture or burst of typing is one entry. */
import { applyPatches, enablePatches, produceWithPatches, type Patch } from 'immer';
import type { FlowDoc } from '../../../../../core/flow/document.ts';
import { change, type Edit } from './edits.ts';

enablePatches();

/** Edits of one group that follow each other faster than this are one step for undo. */
export const GROUP_WINDOW_MS = 1_200;
const MAX_ENTRIES = 200;

export interface HistoryEntry {
  patches: Patch[];
  inverse: Patch[];
  group: string | null;
  atMs: number;
}

export interface History {
  doc: FlowDoc;
  past: readonly HistoryEntry[];
  future: readonly HistoryEntry[];
}

export function startHistory(doc: FlowDoc): History {
  return { doc, past: [], future: [] };
}

/** The same history when the edit changes nothing. `group` joins an edit to the entry before, see GROUP_WINDOW_MS. */
export function commit(history: History, edit: Edit, group: string | null, nowMs: number): History {
  const [doc, patches, inverse] = produceWithPatches(history.doc, (draft) => change(draft, edit));
  if (patches.length === 0 || doc === history.doc || isNoChange(patches, inverse)) return history;
  const last = history.past.at(-1);
  const joins = group !== null && last?.group === group && nowMs - last.atMs < GROUP_WINDOW_MS;
  const entry: HistoryEntry = joins
    ? { patches: [...last.patches, ...patches], inverse: [...inverse, ...last.inverse], group, atMs: nowMs }
    : { patches, inverse, group, atMs: nowMs };
  const past = joins ? [...history.past.slice(0, -1), entry] : [...history.past, entry].slice(-MAX_ENTRIES);
  return { doc, past, future: [] };
}

export function undo(history: History): History {
  const entry = history.past.at(-1);
  if (!entry) return history;
  return {
    doc: applyPatches(history.doc, entry.inverse),
    past: history.past.slice(0, -1),
    future: [entry, ...history.future],
  };
}

export function redo(history: History): History {
  const [entry, ...future] = history.future;
  if (!entry) return history;
  return {
    doc: applyPatches(history.doc, entry.patches),
    // Redone entries stand for themselves: typing after a redo starts a new one.
    past: [...history.past, { ...entry, group: null }],
    future,
  };
}

/** Immer notes an assignment of an equal value as a patch. */
function isNoChange(patches: readonly Patch[], inverse: readonly Patch[]): boolean {
  const text = (list: readonly Patch[]) =>
    JSON.stringify(list.map(({ op, path, value }) => ({ op, path, value: value as unknown })));
  return patches.length === inverse.length && text(patches) === text(inverse);
}
