/** The gate's own no, before any POST. */
import { sendRefusals } from '../../core/messaging/policy.ts';
import { json, type Sql, type Tx } from '../../platform/db/pool.ts';
import { lockMessages } from './lock.ts';

export interface Refusal {
  code: string;
  class: string;
  /** One sentence for people. */
  title: string;
}

const permanent = (code: string, title: string): Refusal => ({ code, title, class: 'permanent' });

export const runEnded = permanent('run_ended', 'The flow run has ended');
export const campaignOver = permanent('campaign_cancelled', 'The campaign is over');
export const gaveUp = permanent('gave_up', 'Could not be sent within 24 hours');
export const incompleteTemplate = permanent('template_incomplete', 'A value of the template is empty');
export const suppressed = permanent('suppressed', sendRefusals.suppressed);
export const noToken = permanent('no_token', 'The number has no access token');
export const noRecipient = permanent('no_recipient', 'The contact has no WhatsApp number or id');

/** @returns the messages that are refused by it: those that were still waiting */
export async function refuse(
  sql: Sql | Tx,
  refusals: readonly { messageId: string; refusal: Refusal }[],
): Promise<Set<string>> {
  if (refusals.length === 0) return new Set();
  const ids = refusals.map(({ messageId }) => messageId);
  const refused = await sql<{ id: string }[]>`
    with refusal as (
      select * from jsonb_to_recordset(${json(
        sql,
        refusals.map(({ messageId, refusal }) => ({ id: messageId, ...refusal })),
      )}) as r (id uuid, code text, class text, title text)
    ), locked as materialized (${lockMessages(sql, ids)})
    update messages m set status = 'failed', status_rank = 40, failed_at = clock_timestamp(), error_code = r.code,
      error_class = r.class, error_title = r.title
    from locked join refusal r using (id)
    where m.id = locked.id and m.status = 'queued' returning m.id`;
  return new Set(refused.map(({ id }) => id));
}
