/** Meta's states and reasons in words for people, with what to do about them. */
import type { Template } from '../../../../core/api/templates.ts';
import { isSendableTemplate } from '../../../../core/messaging/policy.ts';
import type { BadgeTone } from '../../shared/ui/badge.tsx';

type State = Pick<Template, 'status'>;

export function isInReview({ status }: State): boolean {
  return status === 'PENDING' || status === 'IN_APPEAL';
}

export function statusLook({ status }: State): { words: string; tone: BadgeTone } {
  if (status === 'FLAGGED') return { words: 'Approved, flagged', tone: 'warn' };
  if (isSendableTemplate(status)) return { words: 'Approved', tone: 'primary' };
  if (isInReview({ status }))
    return { words: status === 'PENDING' ? 'In review' : 'In appeal', tone: 'info' };
  const words = status.charAt(0) + status.slice(1).toLowerCase().replaceAll('_', ' ');
  return { words, tone: status === 'PAUSED' ? 'warn' : status === 'DELETED' ? 'neutral' : 'danger' };
}

/** What the state means for who wants to send it; null: nothing to say. */
export function statusAdvice({ status }: State): string | null {
  switch (status) {
    case 'PENDING':
      return 'Meta reviews it: mostly minutes, at most a day. Flows may send it once it is approved.';
    case 'PAUSED':
      return 'Too many people blocked or reported it. Meta lets it go on by itself after some hours; a third pause is for good. Change its words, or send it to fewer people.';
    case 'DISABLED':
      return 'Meta has switched it off for good. Make another one.';
    case 'FLAGGED':
      return 'People react badly to it. It may be paused soon: change its words, or send it to fewer people.';
    case 'DELETED':
      return 'Meta no longer has it. Flows that name it can’t send it.';
    default:
      return null;
  }
}

/** By Meta's `rejected_reason`. */
const reasons: Readonly<Record<string, string>> = {
  ABUSIVE_CONTENT: 'Meta finds its content abusive. Write it anew.',
  INVALID_FORMAT:
    'Its form is wrong: variables without meaning, placeholders in the wrong place, or words that don’t fit. Change it and send it in again.',
  NONE: 'Meta gave no reason.',
  PROMOTIONAL:
    'It promotes something, so it is marketing. Choose the category Marketing, or leave the offer out.',
  TAG_CONTENT_MISMATCH: 'Its words don’t fit its category or language. Choose the right one.',
  SCAM: 'Meta takes it for a scam. Write it anew, with your business’s name.',
  INCORRECT_CATEGORY: 'Its words belong to another category. Choose that one.',
};

export function rejectionText({ rejectedReason }: Pick<Template, 'rejectedReason'>): string {
  return reasons[rejectedReason ?? 'NONE'] ?? `Meta’s reason: ${rejectedReason}.`;
}

export const categoryWords: Record<Template['category'], string> = {
  MARKETING: 'Marketing',
  UTILITY: 'Utility',
  AUTHENTICATION: 'Authentication',
};

/** How people react to it; null: Meta doesn't know yet. */
export function qualityLook(quality: string | null): { words: string; tone: BadgeTone } | null {
  switch (quality) {
    case 'GREEN':
      return { words: 'High quality', tone: 'primary' };
    case 'YELLOW':
      return { words: 'Medium quality', tone: 'warn' };
    case 'RED':
      return { words: 'Low quality', tone: 'danger' };
    default:
      return null;
  }
}

/** "English (United States)" for `en_US`; the code itself where the browser has no name for it. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(code.replace('_', '-')) ?? code;
  } catch {
    return code;
  }
}
