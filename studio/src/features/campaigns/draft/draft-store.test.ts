import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Campaign } from '../../../../../core/api/campaigns.ts';
import { newCampaignDoc } from '../../../../../core/campaigns/document.ts';
import { createApiClient } from '../../../shared/api/client.ts';
import { AUTOSAVE_MS } from '../../../shared/lib/autosave.ts';
import { createDraftSaver, createDraftStore, type DraftSaver, type DraftStore } from './draft-store.ts';

/** A server that holds one draft under an ETag that grows. */
class DraftServer {
  rev = 1;
  name = 'Sale';
  isStarted = false;
  given: (string | null)[] = [];

  readonly fetch = async (_url: unknown, init: RequestInit = {}): Promise<Response> => {
    if (init.method === 'PATCH') {
      const ifMatch = new Headers(init.headers).get('if-match');
      this.given.push(ifMatch);
      if (this.isStarted) return Response.json({ code: 'wrong_campaign_status' }, { status: 409 });
      if (ifMatch !== null && ifMatch !== this.etag)
        return Response.json({ code: 'precondition_failed' }, { status: 412 });
      this.name = (JSON.parse(String(init.body as string)) as { name: string }).name;
      this.rev += 1;
    }
    return Response.json(this.campaign, { headers: { etag: this.etag } });
  };

  get etag() {
    return `"${this.rev}"`;
  }

  get campaign() {
    return { id: 'c', name: this.name, phoneNumberId: null, doc } as Campaign;
  }
}

const doc = newCampaignDoc();
let server: DraftServer;
let store: DraftStore;
let saver: DraftSaver;
let isGone = false;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', new EventTarget());
  server = new DraftServer();
  store = createDraftStore({ campaign: server.campaign, etag: server.etag });
  saver = createDraftSaver({
    api: createApiClient({ fetch: server.fetch, accessToken: async () => 't' }),
    ...{ orgId: 'o', campaignId: 'c', store },
    readNewest: async () => ({ campaign: server.campaign, etag: server.etag }),
    onSaved: () => {},
    onGone: () => (isGone = true),
  });
  stop = saver.start();
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const rename = (name: string) => store.getState().change({ name });

describe('a draft of a campaign', () => {
  it('is saved upon what it was made from, and the next time upon that', async () => {
    rename('Winter');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
    rename('Winter sale');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
    expect(server.given).toEqual(['"1"', '"2"']);
    expect(server.name).toBe('Winter sale');
    expect(store.getState().saveStatus).toBe('saved');
  });

  it('keeps its name while a new one is being written', async () => {
    rename(' ');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
    expect(server.name).toBe('Sale');
  });

  it('overwrites nothing of somebody else unasked', async () => {
    server.rev = 5;
    server.name = 'Theirs';
    rename('Mine');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
    expect(store.getState().saveStatus).toBe('conflict');
    expect(server.name).toBe('Theirs');
    expect(await saver.overwrite()).toBe(true);
    expect(server.name).toBe('Mine');
  });

  it('follows what somebody else has saved, unless something of its own is not saved yet', () => {
    const theirs = { campaign: { ...server.campaign, name: 'Theirs' }, etag: '"2"' };
    store.getState().follow(theirs);
    expect(store.getState().content.name).toBe('Theirs');
    rename('Mine');
    store.getState().follow({ campaign: { ...server.campaign, name: 'Later' }, etag: '"3"' });
    expect(store.getState().content.name).toBe('Mine');
  });

  it('that somebody else has started is told to the page, which shows it as it is', async () => {
    server.isStarted = true;
    rename('Mine');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
    expect(isGone).toBe(true);
    expect(store.getState().saveStatus).toBe('failed');
  });
});
