/** What became of one person, in words. Pure. */
import type { RecipientResult } from '../../../../../core/campaigns/recipients.ts';
import type { BadgeTone } from '../../../shared/ui/badge.tsx';

export const resultWords: Record<RecipientResult, { label: string; tone: BadgeTone }> = {
  pending: { label: 'Waiting', tone: 'neutral' },
  sending: { label: 'Being sent', tone: 'info' },
  sent: { label: 'Sent', tone: 'info' },
  delivered: { label: 'Delivered', tone: 'info' },
  read: { label: 'Read', tone: 'primary' },
  failed: { label: 'Failed', tone: 'danger' },
  unknown: { label: 'Not known', tone: 'warn' },
  excluded: { label: 'Left out', tone: 'neutral' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
};
