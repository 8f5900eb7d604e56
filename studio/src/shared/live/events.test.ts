import { QueryClient, QueryObserver, type QueryKey } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { contactQuery, contactsQuery, conversationQuery, keys, runsQuery } from '../api/queries.ts';
import {
  addChange,
  hasChanges,
  idsOf,
  invalidateAllLive,
  invalidateChanges,
  noChanges,
  type LiveEvent,
} from './events.ts';

const ORG = 'org-1';
const cached = {
  maya: contactQuery(ORG, 'maya').queryKey,
  noor: contactQuery(ORG, 'noor').queryKey,
  contacts: contactsQuery(ORG, { search: 'ma' }).queryKey,
  runsOfMaya: runsQuery(ORG, { contactId: 'maya' }).queryKey,
  runsOfNoor: runsQuery(ORG, { contactId: 'noor' }).queryKey,
  runsOfFlow: runsQuery(ORG, { flowId: 'welcome' }).queryKey,
  conversations: [...keys.conversations(ORG), {}],
  conversationA: conversationQuery(ORG, 'a').queryKey,
  conversationB: conversationQuery(ORG, 'b').queryKey,
  messagesA: keys.messages(ORG, 'a'),
  messagesB: keys.messages(ORG, 'b'),
  notesA: keys.notes(ORG, 'a'),
  notesB: keys.notes(ORG, 'b'),
  flows: keys.flows(ORG),
  templates: keys.templates(ORG),
} satisfies Record<string, QueryKey>;

/** A cache that holds all of the above. */
function filledCache(): QueryClient {
  const queryClient = new QueryClient();
  for (const key of Object.values(cached)) queryClient.setQueryData<unknown>(key, {});
  return queryClient;
}

function staleIn(queryClient: QueryClient): string[] {
  return Object.entries(cached)
    .filter(([, key]) => queryClient.getQueryState(key)?.isInvalidated)
    .map(([name]) => name);
}

async function staleAfter(event: LiveEvent, payload: unknown): Promise<string[]> {
  const queryClient = filledCache();
  const pending = noChanges();
  addChange(pending, event, payload);
  await invalidateChanges(queryClient, ORG, pending);
  return staleIn(queryClient);
}

describe('live events', () => {
  it('gather the ids of a burst once each', () => {
    const pending = noChanges();
    addChange(pending, 'messages', { conversationIds: ['a', 'b'] });
    addChange(pending, 'messages', { conversationIds: ['b'] });
    addChange(pending, 'notes', { conversationIds: ['a'] });
    addChange(pending, 'conversations', { conversationIds: ['c'] });
    addChange(pending, 'contacts', { contactIds: ['d'] });
    expect(pending).toEqual({
      messages: new Set(['a', 'b']),
      notes: new Set(['a']),
      conversations: new Set(['a', 'b', 'c']),
      contacts: new Set(['d']),
      files: false,
      flows: false,
    });
    expect(hasChanges(pending)).toBe(true);
    expect(hasChanges(noChanges())).toBe(false);
  });

  it('mean everything of their kind when they name no ids', () => {
    for (const payload of [null, undefined, {}, { contactIds: 'a' }, { contactIds: [1, null] }, 'x']) {
      expect(idsOf(payload, 'contactIds')).toBe('all');
    }
    expect(idsOf({ contactIds: [] }, 'contactIds')).toEqual(new Set());
  });

  it('stay at everything when ids follow', () => {
    const pending = noChanges();
    addChange(pending, 'messages', {});
    addChange(pending, 'messages', { conversationIds: ['a'] });
    expect(pending.messages).toBe('all');
    expect(pending.conversations).toBe('all');
  });

  it('of a contact make that person, the lists of people and the runs of that person old', async () => {
    expect(await staleAfter('contacts', { contactIds: ['maya'] })).toEqual([
      'maya',
      'contacts',
      'runsOfMaya',
    ]);
  });

  it('of too many contacts make every person and every run old', async () => {
    expect(await staleAfter('contacts', {})).toEqual([
      'maya',
      'noor',
      'contacts',
      'runsOfMaya',
      'runsOfNoor',
      'runsOfFlow',
    ]);
  });

  it('of a note make the notes of its conversation old, and nothing else', async () => {
    expect(await staleAfter('notes', { conversationIds: ['a'] })).toEqual(['notesA']);
    expect(await staleAfter('notes', {})).toEqual(['notesA', 'notesB']);
  });

  it('of a message make its thread, its conversation and what runs old', async () => {
    expect(await staleAfter('messages', { conversationIds: ['a'] })).toEqual([
      'runsOfMaya',
      'runsOfNoor',
      'runsOfFlow',
      'conversations',
      'conversationA',
      'messagesA',
    ]);
  });

  it('of too many messages make every thread old, of too many conversations none', async () => {
    expect(await staleAfter('messages', {})).toEqual(
      expect.arrayContaining(['messagesA', 'messagesB', 'conversationA', 'conversationB']),
    );
    const stale = await staleAfter('conversations', {});
    expect(stale).toEqual(expect.arrayContaining(['conversations', 'conversationA', 'conversationB']));
    expect(stale).not.toContain('messagesA');
  });

  it('that may have been missed make all that is live old and nothing else', async () => {
    const queryClient = filledCache();
    await invalidateAllLive(queryClient, ORG);
    expect(staleIn(queryClient)).toEqual(Object.keys(cached).filter((name) => name !== 'templates'));
  });

  it('that come while something is read for the first time have it read once more', async () => {
    const noted = { ...noChanges(), notes: new Set(['a']) };
    for (const tell of [
      (queryClient: QueryClient) => invalidateChanges(queryClient, ORG, noted),
      (queryClient: QueryClient) => invalidateAllLive(queryClient, ORG),
    ]) {
      const queryClient = new QueryClient();
      const answers: PromiseWithResolvers<string>[] = [];
      const observer = new QueryObserver(queryClient, {
        queryKey: cached.notesA,
        queryFn: () => {
          answers.push(Promise.withResolvers<string>());
          return answers.at(-1)!.promise;
        },
      });
      const stop = observer.subscribe(() => {});
      const done = tell(queryClient);
      answers[0]!.resolve('from before');
      await expect.poll(() => answers.length).toBe(2);
      answers[1]!.resolve('with the change');
      await done;
      expect(observer.getCurrentResult().data).toBe('with the change');
      stop();
    }
  });
});
