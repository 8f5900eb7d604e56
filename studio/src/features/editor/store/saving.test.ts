import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApiClient } from '../../../shared/api/client.ts';
import { AUTOSAVE_MS } from '../../../shared/lib/autosave.ts';
import { welcomeFlow } from '../../../../../core/flow/samples/welcome.ts';
import { createEditorStore, type EditorStore } from './editor-store.ts';
import { createSaver, type Saver } from './saving.ts';

/** A server that keeps a draft and its revision, and can be told to fail or to be slow. */
class DraftServer {
  rev = 1;
  saves: { draftRev: number; name: string; x: number }[] = [];
  next: 'ok' | 'down' | 'refuses' = 'ok';
  /** Resolves a save that is being held. */
  release: (() => void) | null = null;
  holdsNext = false;

  readonly fetch = async (_url: unknown, init: RequestInit = {}): Promise<Response> => {
    if (init.method === 'GET') return Response.json({ draftRev: this.rev });
    const body = JSON.parse(String(init.body as string)) as {
      draftRev: number;
      name: string;
      draft: typeof welcomeFlow;
    };
    this.saves.push({ draftRev: body.draftRev, name: body.name, x: body.draft.nodes.greet?.ui.x ?? -1 });
    if (this.holdsNext) {
      this.holdsNext = false;
      await new Promise<void>((resolve) => (this.release = resolve));
    }
    if (this.next === 'down') throw new TypeError('fetch failed');
    if (this.next === 'refuses') return Response.json({ code: 'bad_document' }, { status: 422 });
    if (body.draftRev !== this.rev) return Response.json({ code: 'stale_draft' }, { status: 409 });
    this.rev += 1;
    return Response.json({ id: 'f', draftRev: this.rev });
  };
}

let server: DraftServer;
let store: EditorStore;
let saver: Saver;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', new EventTarget());
  server = new DraftServer();
  store = createEditorStore({ flowId: 'f', name: 'Welcome', doc: welcomeFlow, draftRev: 1, mayEdit: true });
  const api = createApiClient({ fetch: server.fetch, accessToken: async () => 't' });
  saver = createSaver({ api, orgId: 'o', store, onSaved: () => {} });
  stop = saver.start();
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const moveTo = (x: number) =>
  store.getState().dispatch({ kind: 'moveNodes', positions: { greet: { x, y: 0 } } });
const status = () => store.getState().saveStatus;

describe('saving', () => {
  it('waits until the author pauses, then saves once', async () => {
    moveTo(1);
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS - 100);
    moveTo(2);
    expect(status()).toBe('unsaved');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
    expect(server.saves).toEqual([{ draftRev: 1, name: 'Welcome', x: 2 }]);
    expect(status()).toBe('saved');
  });

  it('saves what came while a save was running with the revision of that save', async () => {
    server.holdsNext = true;
    moveTo(1);
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
    moveTo(2);
    const done = saver.saveNow();
    server.release?.();
    expect(await done).toBe(true);
    expect(server.saves.map(({ draftRev, x }) => [draftRev, x])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(status()).toBe('saved');
  });

  it('asks nothing of the server when nothing changed, or all was undone', async () => {
    expect(await saver.saveNow()).toBe(true);
    moveTo(1);
    store.getState().undo();
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS * 2);
    expect(server.saves.map(({ x }) => x).filter((x) => x === 1)).toEqual([]);
    expect(await saver.saveNow()).toBe(true);
  });

  it('saves a new name', async () => {
    store.getState().rename('Hello');
    expect(await saver.saveNow()).toBe(true);
    expect(server.saves[0]?.name).toBe('Hello');
  });

  it('stops at the draft of somebody else until the author chooses', async () => {
    server.rev = 5;
    moveTo(1);
    expect(await saver.saveNow()).toBe(false);
    expect(status()).toBe('conflict');
    moveTo(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await saver.saveNow()).toBe(false);
    expect(server.saves).toHaveLength(1);

    expect(await saver.overwrite()).toBe(true);
    expect(server.saves.at(-1)).toEqual({ draftRev: 5, name: 'Welcome', x: 2 });
    expect(status()).toBe('saved');
  });

  it('tries again by itself when the server is away', async () => {
    server.next = 'down';
    moveTo(1);
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
    expect(status()).toBe('offline');
    server.next = 'ok';
    await vi.advanceTimersByTimeAsync(5_000);
    expect(status()).toBe('saved');
    expect(server.saves).toHaveLength(2);
  });

  it('does not repeat what the server refuses, until something changes', async () => {
    server.next = 'refuses';
    moveTo(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(status()).toBe('failed');
    expect(server.saves).toHaveLength(1);
    server.next = 'ok';
    moveTo(2);
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
    expect(status()).toBe('saved');
  });
});
