/** Table `conversation_notes`, with who wrote a note. */
import type { Note } from '../../core/api/notes.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';
import { toTime, toTimeOrNull } from './time.ts';

export interface NoteRow {
  id: string;
  conversation_id: string;
  text: string;
  mentions: string[];
  author_kind: Note['author']['kind'];
  author_id: string;
  author_name: string | null;
  edited_at: Date | null;
  created_at: Date;
  created_key: string;
}

/** Notes of a conversation, `n`; a condition may follow. */
export function selectNotes(tx: Tx, org: string, conversation: string) {
  return tx`
    select n.id, n.conversation_id, n.text, n.mentions, n.author_kind, n.author_id, n.edited_at, n.created_at,
      n.created_at::text as created_key,
      case n.author_kind
        when 'user' then m.name
        when 'apiKey' then private.api_key_name(n.org_id, n.author_id)
        else (select f.name from public.flow_runs r join public.flows f on f.org_id = r.org_id and f.id = r.flow_id
          where r.org_id = n.org_id and r.id = n.author_id) end as author_name
    from public.conversation_notes n
    left join private.member_names(${org}) m on n.author_kind = 'user' and m.user_id = n.author_id
    where n.org_id = ${org} and n.conversation_id = ${conversation}`;
}

/** @throws ApiError not_found */
export async function requireNote(tx: Tx, org: string, conversation: string, id: string): Promise<Note> {
  const [row] = await tx<NoteRow[]>`${selectNotes(tx, org, conversation)} and n.id = ${id}`;
  if (!row) throw new ApiError('not_found');
  return toNote(row);
}

export function toNote(row: NoteRow): Note {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    text: row.text,
    mentions: row.mentions,
    author: { kind: row.author_kind, id: row.author_id, name: row.author_name },
    createdAt: toTime(row.created_at),
    editedAt: toTimeOrNull(row.edited_at),
  };
}
