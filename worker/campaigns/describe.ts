/** How far a campaign is, in one sentence of numbers for operators. */
import type { Sql } from '../../platform/db/pool.ts';
import type { Campaign } from './campaign.ts';

export async function describe(
  sql: Sql,
  { id, pauseReason }: Campaign,
  wakeAt: Date | null,
): Promise<{ status: string; words: string }> {
  const [row] = await sql<
    { status: string; total: number; sent: number; excluded: number; failed: number }[]
  >`
    select c.status, count(r.contact_id)::int as total, count(*) filter (where r.state = 'sent')::int as sent,
      count(*) filter (where r.state = 'excluded')::int as excluded,
      (select count(*)::int from messages m where m.org_id = c.org_id and m.campaign_id = c.id and m.status = 'failed') as failed
    from campaigns c left join campaign_recipients r on r.campaign_id = c.id where c.id = ${id} group by c.id`;
  if (row === undefined) return { status: 'gone', words: 'The campaign was deleted' };
  const { status, total, sent, excluded, failed } = row;
  const state = status === 'paused' && pauseReason !== null ? `paused by itself (${pauseReason})` : status;
  const until = wakeAt === null ? '' : `; looks again at ${wakeAt.toISOString()}`;
  return {
    status,
    words: `Campaign, ${state}: ${sent} of ${total - excluded} sent, ${failed} failed, ${excluded} left out${until}`,
  };
}
