/** What was said in a run's conversation, as a language model gets it. */
import type { HistoryMessage } from '../../platform/ai/ask-model.ts';
import type { Sql } from '../../platform/db/pool.ts';

/** A long story costs tokens and drowns the question; in characters. */
const MAX_MESSAGE_LENGTH = 2_000;
const MAX_HISTORY_LENGTH = 24_000;

/**
 * The last `count` messages with words, oldest first. What failed or hasn't gone out yet was not said. The prompt usually is
 * the person's last message itself and isn't repeated.
 */
export async function loadHistory(
  sql: Sql,
  { runId, prompt, count }: { runId: string; prompt: string; count: number },
): Promise<HistoryMessage[]> {
  if (count <= 0) return [];
  const rows = await sql<{ direction: 'inbound' | 'outbound'; text: string }[]>`
    select m.direction, left(m.text, ${MAX_MESSAGE_LENGTH}) as text
    from flow_runs r join messages m on m.conversation_id = r.conversation_id
    where r.id = ${runId} and m.text <> '' and m.status not in ('failed', 'queued', 'held')
    order by m.created_at desc, m.id desc limit ${count + 1}`;
  const [last] = rows;
  const isPrompt =
    last?.direction === 'inbound' && last.text.trim() === prompt.trim().slice(0, MAX_MESSAGE_LENGTH);
  const newestFirst = (isPrompt ? rows.slice(1) : rows).slice(0, count);
  let length = 0;
  const fitting = newestFirst.filter(({ text }) => (length += text.length) <= MAX_HISTORY_LENGTH);
  return fitting
    .reverse()
    .map(({ direction, text }) => ({ role: direction === 'inbound' ? 'user' : 'assistant', text }));
}
