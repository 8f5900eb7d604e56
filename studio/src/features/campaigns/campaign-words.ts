/** States of campaigns in words for people, with what to do about them. Pure. */
import type { Campaign, CampaignSummary } from '../../../../core/api/campaigns.ts';
import { pauseReasons, type CampaignStatus, type PauseReason } from '../../../../core/campaigns/statuses.ts';
import type { BadgeTone } from '../../shared/ui/badge.tsx';

export const statusWords: Record<CampaignStatus, { label: string; tone: BadgeTone }> = {
  draft: { label: 'Draft', tone: 'outline' },
  awaitingApproval: { label: 'Needs approval', tone: 'warn' },
  scheduled: { label: 'Scheduled', tone: 'info' },
  running: { label: 'Sending', tone: 'info' },
  paused: { label: 'Paused', tone: 'warn' },
  completed: { label: 'Completed', tone: 'primary' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
  failed: { label: 'Failed', tone: 'danger' },
};

const pauseAdvice: Record<PauseReason, string> = {
  too_many_failures: 'Look at the failures below, put right what they name, and resume.',
  template_paused:
    'Meta lets it go on by itself after some hours. Resume then, or cancel and write to fewer people.',
  template_unusable: 'Look at it under Templates. Resume once Meta has approved it again.',
  account_blocked: 'Look into WhatsApp Manager: it says what Meta asks for. Resume when that is done.',
  token_refused: 'Replace the access token under Settings, WhatsApp, and resume.',
  spam_limit:
    'Wait a day at least, and write only to people who asked for it. Who is left can be taken out by cancelling.',
};

const failureWords: Readonly<Record<string, string>> = {
  number_missing: 'The number it was to be sent from is gone.',
  audience_unreadable: 'The rules of a segment in its audience can’t be read.',
};

/** Why it stands where it stands, and what to do; null where the state says it all. */
export function statusNote(
  campaign: Pick<CampaignSummary, 'status' | 'pauseReason' | 'error'> &
    Partial<Pick<Campaign, 'requestedBy'>>,
): { why: string; advice: string | null } | null {
  switch (campaign.status) {
    case 'awaitingApproval':
      return {
        why: `${campaign.requestedBy ?? 'Somebody'} has started it. It waits for the word of a second person.`,
        advice: 'Whoever started it can’t approve it.',
      };
    case 'paused':
      return campaign.pauseReason === null
        ? { why: 'Somebody paused it. Who has not got it yet waits.', advice: null }
        : { why: pauseReasons[campaign.pauseReason], advice: pauseAdvice[campaign.pauseReason] };
    case 'failed':
      return {
        why: failureText(campaign.error ?? 'unknown'),
        advice: 'Duplicate it, put that right, and start the copy.',
      };
    default:
      return null;
  }
}

export const stageWords: Record<NonNullable<Campaign['stage']>, string> = {
  waiting: 'Waiting for its time',
  preparing: 'Counting the people it goes to',
  testing: 'Sending to those who get it first',
  deciding: 'Waiting to see how those who got it first react',
  sending: 'Sending',
  retrying: 'Waiting to try again those whom WhatsApp held back',
};

function failureText(code: string): string {
  return (Object.hasOwn(failureWords, code) && failureWords[code]) || `It could not be sent (${code}).`;
}
