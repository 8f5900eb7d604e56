/** A draft while somebody makes it: what is on the screen, and what the server has of it. */
import { createStore, type StoreApi } from 'zustand';
import type { Campaign } from '../../../../../core/api/campaigns.ts';
import type { CampaignDoc } from '../../../../../core/campaigns/document.ts';
import type { ApiClient } from '../../../shared/api/client.ts';
import { ApiError } from '../../../shared/api/errors.ts';
import { createAutosave, type Autosave, type SaveView } from '../../../shared/lib/autosave.ts';
import type { ReadCampaign } from '../queries.ts';

export interface DraftContent {
  name: string;
  phoneNumberId: string | null;
  doc: CampaignDoc;
}

export interface DraftState extends SaveView {
  content: DraftContent;
  saved: DraftContent;
  /** Of what the server has; null where a proxy takes it away: then the last one who saves wins. */
  etag: string | null;
  change: (part: Partial<DraftContent>) => void;
  /** Shows what the server has now, when nothing is left to save; else a conflict will say so. */
  follow: (read: ReadCampaign) => void;
}

export type DraftStore = StoreApi<DraftState>;

export function createDraftStore({ campaign, etag }: ReadCampaign): DraftStore {
  const content = contentOf(campaign);
  return createStore<DraftState>((set, get) => ({
    content,
    saved: content,
    etag,
    ...{ saveStatus: 'saved', savedAt: null, saveError: null },
    change: (part) => set({ content: { ...get().content, ...part } }),
    follow(read) {
      const state = get();
      if (read.etag === state.etag || state.content !== state.saved || state.saveStatus !== 'saved') return;
      const theirs = contentOf(read.campaign);
      set({ content: theirs, saved: theirs, etag: read.etag });
    },
  }));
}

export interface DraftSaver extends Autosave {
  /** After a conflict: puts this draft over the newest one. */
  overwrite: () => Promise<boolean>;
}

export interface DraftSaverDeps {
  api: ApiClient;
  orgId: string;
  campaignId: string;
  store: DraftStore;
  readNewest: () => Promise<ReadCampaign>;
  onSaved: (read: ReadCampaign) => void;
  /** It is no draft any more: somebody else has started or deleted it. */
  onGone: () => void;
}

export function createDraftSaver({
  api,
  orgId,
  campaignId,
  store,
  readNewest,
  onSaved,
  onGone,
}: DraftSaverDeps): DraftSaver {
  const autosave = createAutosave({
    isDirty: () => store.getState().content !== store.getState().saved,
    status: () => store.getState().saveStatus,
    show: (view) => store.setState(view),
    async save() {
      const { content, saved, etag } = store.getState();
      let next: string | null = null;
      try {
        const campaign = await api.call(
          'updateCampaign',
          {
            params: { org: orgId, campaign: campaignId },
            // A name that is being written anew is empty for a moment.
            body: { ...content, name: content.name.trim() || saved.name },
          },
          { ifMatch: etag, onEtag: (given) => (next = given) },
        );
        store.setState({ saved: content, etag: next });
        onSaved({ campaign, etag: next });
      } catch (error) {
        if (error instanceof ApiError && (error.status === 404 || error.status === 409)) onGone();
        throw error;
      }
    },
    isStale: ({ status }) => status === 412,
    watch: (listener) =>
      store.subscribe((state, before) => {
        if (state.content !== before.content) listener();
      }),
  });

  async function overwrite(): Promise<boolean> {
    const { etag } = await readNewest();
    store.setState({ etag, saveStatus: 'unsaved' });
    return autosave.saveNow();
  }

  return { ...autosave, overwrite };
}

function contentOf({ name, phoneNumberId, doc }: Campaign): DraftContent {
  return { name, phoneNumberId, doc };
}
