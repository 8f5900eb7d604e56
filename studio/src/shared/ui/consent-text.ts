import type { Contact } from '../../../../core/api/schemas.ts';
import type { BadgeTone } from './badge.tsx';

const texts = {
  granted: { label: 'Agreed', tone: 'primary' },
  denied: { label: 'Refused', tone: 'danger' },
  pending: { label: 'Asked, not confirmed', tone: 'warn' },
  unknown: { label: 'Not asked yet', tone: 'neutral' },
} as const satisfies Record<Contact['marketingConsent'], { label: string; tone: BadgeTone }>;

/** Whether a person agreed to messages of one purpose, in words for people. */
export function consentText(state: Contact['marketingConsent']): { label: string; tone: BadgeTone } {
  return texts[state];
}
