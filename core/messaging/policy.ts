/** Whether a message may go out at all: the part of the send gate that needs no budget, no database and no clock. */
import type { ConsentState } from './consent.ts';
import type { SendPurpose } from './content.ts';
import { isWindowOpen } from './window.ts';

export interface SendCheck {
  purpose: SendPurpose;
  contentKind: 'freeform' | 'template';
  /** What the person said about each purpose that needs their word. */
  consent: { marketing: ConsentState; utility: ConsentState };
  /** On the organisation's list of people who get nothing at all. */
  suppressed: boolean;
  windowExpiresAt: Date | null;
  now: Date;
  /** Meta's state of the template; null when the template isn't known. Not looked at for free-form messages. */
  templateState: string | null;
  /** How long before its end the window counts as closed; default WINDOW_SAFETY_MS. */
  windowSafetyMs?: number;
}

export type SendRefusalCode = keyof typeof sendRefusals;

export interface SendRefusal {
  ok: false;
  code: SendRefusalCode;
  /** One sentence for people. */
  title: string;
}

/** Why the gate itself refuses a message. Meta never sees these. */
export const sendRefusals = {
  suppressed: 'This person is on the list of people who get no messages.',
  consent_denied: 'This person has stopped marketing messages.',
  consent_missing: 'This person has not agreed to marketing messages.',
  utility_denied: 'This person wants no messages about orders, visits and the like.',
  window_closed: 'More than 24 hours have passed since this person last wrote. Send a template instead.',
  template_unknown:
    'This template does not exist in this account. Refresh the templates or choose another one.',
  template_paused: 'Meta has paused this template because of its quality. Wait until it is approved again.',
  template_not_approved: 'This template is not approved. Choose an approved one.',
} as const;

/** Meta has written this state in several ways; a flagged template is approved and may still be paused later. */
const SENDABLE_TEMPLATE_STATES = new Set(['APPROVED', 'FLAGGED', 'REINSTATED', 'UNARCHIVED', 'UNPAUSED']);

/**
 * First who (suppression, consent by purpose), then when (window), then what (template). Marketing needs a yes; utility goes out
 * unless the person said no to it; answers in the window and authentication need nobody's word.
 */
export function checkSend(check: SendCheck): { ok: true } | SendRefusal {
  if (check.suppressed) return refuse('suppressed');
  const { marketing, utility } = check.consent;
  if (check.purpose === 'marketing' && marketing === 'denied') return refuse('consent_denied');
  if (check.purpose === 'marketing' && marketing !== 'granted') return refuse('consent_missing');
  if (check.purpose === 'utility' && utility === 'denied') return refuse('utility_denied');
  switch (check.contentKind) {
    case 'freeform':
      return isWindowOpen(check.windowExpiresAt, check.now, check.windowSafetyMs)
        ? { ok: true }
        : refuse('window_closed');
    case 'template':
      return checkTemplate(check.templateState);
  }
}

function checkTemplate(state: string | null): { ok: true } | SendRefusal {
  if (state === null) return refuse('template_unknown');
  if (isSendableTemplate(state)) return { ok: true };
  return refuse(state.toUpperCase() === 'PAUSED' ? 'template_paused' : 'template_not_approved');
}

/** @param state as Meta writes it */
export function isSendableTemplate(state: string): boolean {
  return SENDABLE_TEMPLATE_STATES.has(state.toUpperCase());
}

function refuse(code: SendRefusalCode): SendRefusal {
  return { ok: false, code, title: sendRefusals[code] };
}
