/** Keeps the server's draft of a flow like the author's. */
import type { ApiClient } from '../../../shared/api/client.ts';
import { createAutosave, type Autosave } from '../../../shared/lib/autosave.ts';
import type { Flow } from '../../../../../core/api/schemas.ts';
import type { EditorStore } from './editor-store.ts';
import { forgetDraft, keepDraft } from './journal.ts';

export interface Saver extends Autosave {
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
  const params = { org: orgId, flow: store.getState().flowId };
  const autosave = createAutosave({
    isDirty() {
      const { history, savedDoc, name, savedName } = store.getState();
      return history.doc !== savedDoc || name !== savedName;
    },
    status: () => store.getState().saveStatus,
    show: (view) => store.setState(view),
    async save() {
      const { history, name, draftRev, savedName } = store.getState();
      const { doc } = history;
      const flow = await api.call('saveFlowDraft', {
        params,
        body: { draftRev, draft: { ...doc }, name: name.trim() || savedName },
      });
      store.setState({ draftRev: flow.draftRev, savedDoc: doc, savedName: name });
      forgetDraft(params.flow);
      onSaved(flow);
    },
    isStale: ({ status }) => status === 409,
    keep() {
      const { draftRev, history, name } = store.getState();
      keepDraft(params.flow, { draftRev, doc: history.doc, name });
    },
    watch: (listener) =>
      store.subscribe((state, before) => {
        if (state.history.doc !== before.history.doc || state.name !== before.name) listener();
      }),
  });

  async function overwrite(): Promise<boolean> {
    const newest = await api.call('getFlow', { params });
    store.setState({ draftRev: newest.draftRev, saveStatus: 'unsaved' });
    return autosave.saveNow();
  }

  return { ...autosave, overwrite };
}
