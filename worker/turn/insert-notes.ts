/** What a flow says to colleagues when it hands a conversation over: a note of the conversation. */
import { MAX_NOTE_LENGTH } from '../../core/api/note-limits.ts';
import type { Command } from '../../core/flow/run.ts';
import type { Tx } from '../../platform/db/pool.ts';
import type { LoadedRun } from './load.ts';

export async function insertNotes(
  tx: Tx,
  run: LoadedRun,
  commands: readonly Command[],
  now: Date,
): Promise<void> {
  for (const command of commands) {
    if (command.kind !== 'assign' || command.note === null) continue;
    await tx`
      insert into conversation_notes (org_id, conversation_id, text, author_kind, author_id, created_at)
      values (${run.orgId}, ${run.conversationId}, left(${command.note}, ${MAX_NOTE_LENGTH}), 'flow', ${run.id}, ${now})`;
  }
}
