import type { Tx } from '../../platform/db/pool.ts';
import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { ApiError, invalidField } from '../problems.ts';
import { newestFirst } from '../rows/messages.ts';
import { requireNote, selectNotes, toNote, type NoteRow } from '../rows/notes.ts';

export const listNotes = operation('listNotes', {
  async handle({ tx, params: { org, conversation }, query }) {
    await expectConversation(tx, org, conversation);
    const after = decodeCursor(timeCursor, query.cursor);
    const rows = await tx<NoteRow[]>`
      ${selectNotes(tx, org, conversation)}
        ${after ? tx`and (n.created_at, n.id) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : tx``}
      order by n.created_at desc, n.id desc limit ${query.limit + 1}`;
    return toPage(rows, query.limit, toNote, newestFirst);
  },
});

export const getNote = operation('getNote', {
  handle: ({ tx, params: { org, conversation, note } }) => requireNote(tx, org, conversation, note),
});

export const createNote = operation('createNote', {
  async handle({ tx, params: { org, conversation }, body: { text, mentions = [] } }) {
    const named = await expectMembers(tx, org, mentions);
    // Held, so that an erasure can't take it away before the note is in.
    const [held] = await tx`
      select 1 from public.conversations where org_id = ${org} and id = ${conversation} for key share`;
    if (!held) throw new ApiError('not_found');
    const [row] = await tx<{ id: string }[]>`
      insert into public.conversation_notes (org_id, conversation_id, text, mentions)
      values (${org}, ${conversation}, ${text}, ${named}::uuid[]) returning id`;
    return requireNote(tx, org, conversation, row!.id);
  },
});

export const updateNote = operation('updateNote', {
  async handle({ tx, params: { org, conversation, note }, body: { text, mentions } }) {
    const named = mentions === undefined ? null : await expectMembers(tx, org, mentions);
    const [row] = await tx<{ found: boolean }[]>`
      select private.edit_note(${org}, ${conversation}, ${note}, ${text ?? null}, ${named}::uuid[]) as found`;
    if (!row!.found) throw new ApiError('not_found');
    return requireNote(tx, org, conversation, note);
  },
});

export const deleteNote = operation('deleteNote', {
  async handle({ tx, params: { org, conversation, note: id } }) {
    const note = await requireNote(tx, org, conversation, id);
    const [row] = await tx<
      { found: boolean }[]
    >`select private.delete_note(${org}, ${conversation}, ${id}) as found`;
    if (!row!.found) throw new ApiError('not_found');
    return note;
  },
});

async function expectConversation(tx: Tx, org: string, conversation: string): Promise<void> {
  const [found] = await tx`select 1 from public.conversations where org_id = ${org} and id = ${conversation}`;
  if (!found) throw new ApiError('not_found');
}

/** @returns each once */
async function expectMembers(tx: Tx, org: string, ids: readonly string[]): Promise<string[]> {
  const named = [...new Set(ids.map((id) => id.toLowerCase()))];
  if (named.length === 0) return [];
  const members =
    await tx`select from public.org_members where org_id = ${org} and user_id = any (${named}::uuid[])`;
  if (members.length < named.length)
    throw invalidField('mentions', 'holds somebody who is no member of this workspace');
  return named;
}
