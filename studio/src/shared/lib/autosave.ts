/**
 * Keeps what is on a server like what somebody edits. It watches the content, never gestures: 1.5 s after the last change one save
 * runs; what changes meanwhile is saved by the next one. What somebody else has saved is never overwritten unasked.
 */
import { ApiError } from '../api/errors.ts';

export const AUTOSAVE_MS = 1_500;
const RETRY_MS = 5_000;

/** `offline`: it is tried again by itself; `conflict`: somebody else has saved, and only a choice ends it. */
export type SaveStatus = 'saved' | 'unsaved' | 'saving' | 'offline' | 'failed' | 'conflict';

export interface SaveView {
  saveStatus: SaveStatus;
  savedAt: Date | null;
  saveError: unknown;
}

export interface AutosaveDeps {
  isDirty: () => boolean;
  status: () => SaveStatus;
  show: (view: Partial<SaveView>) => void;
  /** Sends what is there at the time and notes that the server has it. Throws what refuses it. */
  save: () => Promise<void>;
  /** Whether it is refused because somebody else has saved meanwhile. */
  isStale: (error: ApiError) => boolean;
  /** What can't be saved is kept in this browser, if it can be. */
  keep?: () => void;
  /** Calls the listener after each change of the content; returns what ends that. */
  watch: (listener: () => void) => () => void;
}

export interface Autosave {
  /** Watches the content until the returned function is called. */
  start: () => () => void;
  /** Saves what is not saved yet. Resolves to whether the server now has everything. */
  saveNow: () => Promise<boolean>;
}

export function createAutosave(deps: AutosaveDeps): Autosave {
  const { isDirty, status, show, save, isStale, keep, watch } = deps;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let running: Promise<boolean> | null = null;

  function schedule(delayMs: number): void {
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => void saveNow(), delayMs);
  }

  async function saveOnce(): Promise<boolean> {
    show({ saveStatus: 'saving' });
    try {
      await save();
      show({ saveStatus: 'saved', savedAt: new Date(), saveError: null });
      return true;
    } catch (error) {
      keep?.();
      const isTransient = error instanceof ApiError && error.isTransient;
      const isConflict = error instanceof ApiError && isStale(error);
      show({ saveStatus: isConflict ? 'conflict' : isTransient ? 'offline' : 'failed', saveError: error });
      if (isTransient) schedule(RETRY_MS);
      return false;
    }
  }

  async function saveNow(): Promise<boolean> {
    if (timer) clearTimeout(timer);
    timer = null;
    // Whoever asks while a save runs wants the changes since its start saved too.
    while (running !== null) await running;
    if (status() === 'conflict') return false;
    if (!isDirty()) return true;
    running = saveOnce().finally(() => (running = null));
    if (!(await running)) return false;
    if (!isDirty()) return true;
    show({ saveStatus: 'unsaved' });
    return saveNow();
  }

  function onChange(): void {
    if (!isDirty()) {
      // Undone back to what is saved: nothing is left to do.
      if (timer) clearTimeout(timer);
      if (status() === 'unsaved') show({ saveStatus: 'saved' });
      return;
    }
    if (status() === 'saved' || status() === 'failed') show({ saveStatus: 'unsaved' });
    if (status() !== 'conflict') schedule(AUTOSAVE_MS);
  }

  function onLeave(event: BeforeUnloadEvent): void {
    if (!isDirty()) return;
    keep?.();
    event.preventDefault();
  }
  const onOnline = () => void saveNow();

  function start(): () => void {
    const unwatch = watch(onChange);
    window.addEventListener('beforeunload', onLeave);
    window.addEventListener('online', onOnline);
    return () => {
      if (timer) clearTimeout(timer);
      unwatch();
      window.removeEventListener('beforeunload', onLeave);
      window.removeEventListener('online', onOnline);
    };
  }

  return { start, saveNow };
}
