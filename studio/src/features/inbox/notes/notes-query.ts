import { infiniteQueryOptions, type InfiniteData } from '@tanstack/react-query';
import type { Note } from '../../../../../core/api/notes.ts';
import type { Message, Page } from '../../../../../core/api/schemas.ts';
import { api } from '../../../shared/api/api.ts';
import { keys } from '../../../shared/api/queries.ts';

export type NotePages = InfiniteData<Page<Note>>;

export const notesQuery = (org: string, conversation: string) =>
  infiniteQueryOptions({
    queryKey: keys.notes(org, conversation),
    queryFn: ({ signal, pageParam }) =>
      api.call(
        'listNotes',
        { params: { org, conversation }, query: { limit: 100, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** What stands in a thread. */
export type Entry = { createdAt: string } & (
  { kind: 'message'; message: Message } | { kind: 'note'; note: Note }
);

/** Each once; pages may overlap when something new came between them. */
export function notesOf(data: NotePages | undefined): Note[] {
  return [...new Map(data?.pages.flatMap((page) => page.items).map((note) => [note.id, note])).values()];
}

/**
 * Messages and notes in the order of time, oldest first.
 * @param messages in this order already
 * @param hasEarlier messages that are not loaded: notes from before the first one wait for them
 */
export function entriesOf(
  messages: readonly Message[],
  notes: readonly Note[],
  hasEarlier: boolean,
): Entry[] {
  const border = hasEarlier ? (messages[0]?.createdAt ?? '') : '';
  const shown = notes
    .filter(({ createdAt }) => createdAt >= border)
    .sort((left, right) => left.createdAt.localeCompare(right.createdAt) || left.id.localeCompare(right.id));
  const entries: Entry[] = [];
  for (const message of messages) {
    while (shown[0] && shown[0].createdAt < message.createdAt) entries.push(entryOf(shown.shift()!));
    entries.push({ kind: 'message', message, createdAt: message.createdAt });
  }
  return [...entries, ...shown.map((note) => entryOf(note))];
}

const entryOf = (note: Note): Entry => ({ kind: 'note', note, createdAt: note.createdAt });

/** Notes are still to be loaded that belong between the loaded messages. */
export function lacksNotes(
  messages: readonly Message[],
  notes: readonly Note[],
  hasEarlierNotes: boolean,
): boolean {
  const oldest = notes.at(-1);
  return (
    hasEarlierNotes &&
    (messages.length === 0 || oldest === undefined || oldest.createdAt > messages[0]!.createdAt)
  );
}

/** Puts a note in front of the newest page; one with the same id is replaced where it stands. */
export function withNote(data: NotePages | undefined, note: Note): NotePages | undefined {
  const [first, ...others] = data?.pages ?? [];
  if (!data || !first) return data;
  const isThere = data.pages.some((page) => page.items.some(({ id }) => id === note.id));
  if (!isThere) return { ...data, pages: [{ ...first, items: [note, ...first.items] }, ...others] };
  return withItems(data, (items) => items.map((item) => (item.id === note.id ? note : item)));
}

export function withoutNote(data: NotePages | undefined, id: string): NotePages | undefined {
  return data && withItems(data, (items) => items.filter((item) => item.id !== id));
}

function withItems(data: NotePages, change: (items: Note[]) => Note[]): NotePages {
  return { ...data, pages: data.pages.map((page) => ({ ...page, items: change(page.items) })) };
}
