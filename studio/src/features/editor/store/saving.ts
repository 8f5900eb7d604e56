/**
 * Keeps the server's draft like the author's. It watches the document, never gestures: 1.5 s after the last change one
 * save runs; what changes meanwhile is saved by the next one. A draft of somebody else is never overwritten unasked.
 */
import type { ApiClient } from '../../../shared/api/client.ts';
import { ApiError } from '../../../shared/api/errors.ts';
import type { Flow } from '../../../../../core/api/schemas.ts';
import type { EditorStore } from './editor-store.ts';
import { forgetDraft, keepDraft } from './journal.ts';

export const AUTOSAVE_MS = 1_500;
const RETRY_MS = 5_000;

export interface Saver {
  /** Watches the document until the returned function is called. */
  start: () => () => void;
  /** Saves what is not saved yet. Resolves to whether the server now has everything. */
  saveNow: () => Promise<boolean>;
  /** After a conflict: takes the newest revision and puts this draft over it. */
  overwrite: () => Promise<boolean>;
}

export interface SaverDeps {
  api: ApiClient;
  orgId: string;
  store: EditorStore;
  onSaved: (flow: Flow) => void;
}

export function createSaver({ api, orgId, store, onSaved }: SaverDeps): Saver {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let running: Promise<boolean> | null = null;

  const params = { org: orgId, flow: store.getState().flowId };
  const isDirty = () => {
    const { history, savedDoc, name, savedName } = store.getState();
    return history.doc !== savedDoc || name !== savedName;
  };

  function schedule(delayMs: number): void {
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => void saveNow(), delayMs);
  }

  async function saveOnce(): Promise<boolean> {
    const { history, name, draftRev } = store.getState();
    const { doc } = history;
    store.setState({ saveStatus: 'saving' });
    try {
      const flow = await api.call('saveFlowDraft', {
        params,
        body: { draftRev, draft: { ...doc }, name: name.trim() || store.getState().savedName },
      });
      store.setState({
        draftRev: flow.draftRev,
        savedDoc: doc,
        savedName: name,
        savedAt: new Date(),
        saveError: null,
        saveStatus: 'saved',
      });
      forgetDraft(params.flow);
      onSaved(flow);
      return true;
    } catch (error) {
      const { history: latest, name: latestName } = store.getState();
      keepDraft(params.flow, { draftRev, doc: latest.doc, name: latestName });
      const isStale = error instanceof ApiError && error.status === 409;
      const isTransient = error instanceof ApiError && error.isTransient;
      store.setState({
        saveError: error,
        saveStatus: isStale ? 'conflict' : isTransient ? 'offline' : 'failed',
      });
      if (isTransient) schedule(RETRY_MS);
      return false;
    }
  }

  async function saveNow(): Promise<boolean> {
    if (timer) clearTimeout(timer);
    timer = null;
    // Whoever asks while a save runs wants the changes since its start saved too.
    while (running !== null) await running;
    if (store.getState().saveStatus === 'conflict') return false;
    if (!isDirty()) return true;
    running = saveOnce().finally(() => (running = null));
    if (!(await running)) return false;
    if (!isDirty()) return true;
    store.setState({ saveStatus: 'unsaved' });
    return saveNow();
  }

  async function overwrite(): Promise<boolean> {
    const newest = await api.call('getFlow', { params });
    store.setState({ draftRev: newest.draftRev, saveStatus: 'unsaved' });
    return saveNow();
  }

  function onLeave(event: BeforeUnloadEvent): void {
    if (!isDirty()) return;
    const { draftRev, history, name } = store.getState();
    keepDraft(params.flow, { draftRev, doc: history.doc, name });
    event.preventDefault();
  }
  const onOnline = () => void saveNow();

  function start(): () => void {
    const unsubscribe = store.subscribe((state, before) => {
      if (state.history.doc === before.history.doc && state.name === before.name) return;
      if (!isDirty()) {
        // Undone back to what is saved: nothing is left to do.
        if (timer) clearTimeout(timer);
        if (state.saveStatus === 'unsaved') store.setState({ saveStatus: 'saved' });
        return;
      }
      if (state.saveStatus === 'saved' || state.saveStatus === 'failed')
        store.setState({ saveStatus: 'unsaved' });
      if (state.saveStatus !== 'conflict') schedule(AUTOSAVE_MS);
    });
    window.addEventListener('beforeunload', onLeave);
    window.addEventListener('online', onOnline);
    return () => {
      if (timer) clearTimeout(timer);
      unsubscribe();
      window.removeEventListener('beforeunload', onLeave);
      window.removeEventListener('online', onOnline);
    };
  }

  return { start, saveNow, overwrite };
}
