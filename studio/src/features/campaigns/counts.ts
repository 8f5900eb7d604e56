/** Numbers of a campaign as people read them. Pure. The API puts everybody into one of its counts; these add them up. */
import type { CampaignCounts } from '../../../../core/api/campaigns.ts';

export interface FunnelCounts {
  audience: number;
  excluded: number;
  /** Who gets it, or would. */
  recipients: number;
  /** Taken by WhatsApp. */
  sent: number;
  delivered: number;
  read: number;
  replied: number;
  failed: number;
  /** Not sent yet. */
  left: number;
}

export function funnelOf(counts: CampaignCounts): FunnelCounts {
  const { total, excluded, pending, sending, sent, delivered, read, failed, replied } = counts;
  return {
    ...{ audience: total, excluded, recipients: total - excluded },
    ...{ sent: sent + delivered + read, delivered: delivered + read, read, replied, failed },
    left: pending + sending,
  };
}

/** How much of it is done, from 0 to 1; whoever got it, failed or was taken out is done with. */
export function progressOf(counts: CampaignCounts): number {
  const { recipients, left } = funnelOf(counts);
  return recipients === 0 ? 1 : (recipients - left) / recipients;
}

/** "1,204 sent, 1,100 delivered, 640 read, 88 answered, 12 failed"; what is nothing is left out, but never all. */
export function countsText(counts: CampaignCounts): string {
  const { sent, delivered, read, replied, failed } = funnelOf(counts);
  const parts: [number, string][] = [
    [delivered, 'delivered'],
    [read, 'read'],
    [replied, 'answered'],
    [failed, 'failed'],
  ];
  return [
    `${sent.toLocaleString('en')} sent`,
    ...parts.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString('en')} ${word}`),
  ].join(', ');
}
