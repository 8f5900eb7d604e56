import { describe, expect, it } from 'vitest';
import type { Note } from '../../../../../core/api/notes.ts';
import type { Message } from '../../../../../core/api/schemas.ts';
import { optimisticMessage } from '../send-message.ts';
import { entriesOf, lacksNotes, notesOf, withNote, withoutNote, type NotePages } from './notes-query.ts';

const at = (minute: number) => `2026-11-23T10:0${minute}:00.000Z`;
const note = (id: string, minute: number, text = id): Note => ({
  ...{ id, conversationId: 'c', text, mentions: [] },
  ...{ author: { kind: 'user', id: 'u', name: 'Ada' }, createdAt: at(minute), editedAt: null },
});
const message = (id: string, minute: number): Message => ({
  ...optimisticMessage(
    { id: 'c', contactId: 'p' },
    { text: id, file: null, key: id },
    'u',
    new Date(at(minute)),
  ),
  id,
});
const namesOf = (entries: ReturnType<typeof entriesOf>) =>
  entries.map((entry) => (entry.kind === 'note' ? entry.note.id : entry.message.id));

describe('a thread with notes', () => {
  const messages = [message('m2', 2), message('m4', 4)];
  const notes = [note('n5', 5), note('n4', 4), note('n3', 3), note('n1', 1)];

  it('has both in the order of time, a note behind the message of its moment', () => {
    expect(namesOf(entriesOf(messages, notes, false))).toEqual(['n1', 'm2', 'n3', 'm4', 'n4', 'n5']);
  });

  it('keeps notes back that stand before messages which are not loaded', () => {
    expect(namesOf(entriesOf(messages, notes, true))).toEqual(['m2', 'n3', 'm4', 'n4', 'n5']);
    expect(namesOf(entriesOf([], notes, false))).toEqual(['n1', 'n3', 'n4', 'n5']);
  });

  it('lacks notes as long as the oldest that is loaded is newer than the first message', () => {
    expect(lacksNotes(messages, [note('n3', 3)], true)).toBe(true);
    expect(lacksNotes(messages, [note('n3', 3)], false)).toBe(false);
    expect(lacksNotes(messages, notes, true)).toBe(false);
    expect(lacksNotes([], [], true)).toBe(true);
  });
});

describe('loaded notes', () => {
  const data: NotePages = {
    pages: [
      { items: [note('b', 2)], nextCursor: 'x' },
      { items: [note('b', 2), note('a', 1)], nextCursor: null },
    ],
    pageParams: [undefined, 'x'],
  };

  it('count once, whatever pages hold them', () => {
    expect(notesOf(data).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(notesOf(undefined)).toEqual([]);
  });

  it('take in a new one, a changed one, and let one go', () => {
    expect(notesOf(withNote(data, note('c', 3))).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
    expect(notesOf(withNote(data, note('a', 1, 'Changed'))).map(({ text }) => text)).toEqual([
      'b',
      'Changed',
    ]);
    expect(notesOf(withoutNote(data, 'b')).map(({ id }) => id)).toEqual(['a']);
    expect(withNote(undefined, note('a', 1))).toBeUndefined();
  });
});
