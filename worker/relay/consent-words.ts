/** Whether a word about marketing counts as such where it was written; the rules stand in core/messaging/consent-words.ts. */
import { consentWord, type ConsentWord } from '../../core/messaging/consent-words.ts';
import type { MessageItem } from '../../core/whatsapp/inbound/types.ts';
import type { Tx } from '../../platform/db/pool.ts';
import type { Conversation } from './conversations.ts';
import type { ConnectedNumber } from './numbers.ts';

/** What the message says about marketing; null when that is nothing, and the words are for flows and people alone. */
export async function saidAboutMarketing(
  tx: Tx,
  number: ConnectedNumber,
  conversation: Conversation,
  { words, press }: MessageItem,
): Promise<ConsentWord | null> {
  // A button of a flow is the flow's own word; a template's quick reply is Meta's opt-out.
  if (press !== null && press.kind !== 'quickReply') return null;
  const meaning = consentWord(words, number.consent.words);
  if (meaning === null) return null;
  if (meaning.word === 'start') return (await hasSomethingToStart(tx, conversation)) ? 'start' : null;
  return meaning.isEveryday && (await isAnswer(tx, conversation)) ? null : 'stop';
}

async function hasSomethingToStart(tx: Tx, { contactId }: Conversation): Promise<boolean> {
  const rows = await tx`
    select from contacts where id = ${contactId} and marketing_consent in ('denied', 'pending')`;
  return rows.length > 0;
}

/** Whether a run waits for the person's answer and gets what they write. */
async function isAnswer(tx: Tx, { mode, foregroundRunId }: Conversation): Promise<boolean> {
  if (mode === 'human' || foregroundRunId === null) return false;
  const rows = await tx`
    select from flow_runs where id = ${foregroundRunId} and ended_at is null and state -> 'wait' ->> 'kind' = 'reply'`;
  return rows.length > 0;
}
