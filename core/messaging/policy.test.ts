import { describe, expect, it } from 'vitest';
import type { ConsentState } from './consent.ts';
import { checkSend, type SendCheck, type SendRefusalCode } from './policy.ts';

const now = new Date('2026-11-18T12:00:00Z');
const says = (marketing: ConsentState, utility: ConsentState = 'unknown') => ({ marketing, utility });
const open = new Date('2026-11-18T20:00:00Z');
const closed = new Date('2026-11-18T11:00:00Z');

const answer: SendCheck = {
  purpose: 'service',
  contentKind: 'freeform',
  consent: says('unknown'),
  suppressed: false,
  windowExpiresAt: open,
  now,
  templateState: null,
};
const template: SendCheck = {
  ...answer,
  contentKind: 'template',
  windowExpiresAt: closed,
  templateState: 'APPROVED',
};

const cases: [rule: string, check: SendCheck, refusal: SendRefusalCode | null][] = [
  ['an answer in the window needs no consent', answer, null],
  ['a stop of marketing does not stop answers', { ...answer, consent: says('denied') }, null],
  ['nothing goes to a suppressed person', { ...answer, suppressed: true }, 'suppressed'],
  [
    'an answer outside of the window needs a template',
    { ...answer, windowExpiresAt: closed },
    'window_closed',
  ],
  ['someone who never wrote has no window', { ...answer, windowExpiresAt: null }, 'window_closed'],
  [
    'the window closes a little early',
    { ...answer, windowExpiresAt: new Date(now.getTime() + 5_000) },
    'window_closed',
  ],
  [
    'a margin may be chosen',
    { ...answer, windowExpiresAt: new Date(now.getTime() + 5_000), windowSafetyMs: 0 },
    null,
  ],
  ['a utility template needs no consent', { ...template, purpose: 'utility' }, null],
  [
    'a utility template goes out after a stop of marketing',
    { ...template, purpose: 'utility', consent: says('denied') },
    null,
  ],
  [
    'utility respects its own no',
    { ...template, purpose: 'utility', consent: says('granted', 'denied') },
    'utility_denied',
  ],
  ['an answer goes out after a no to utility', { ...answer, consent: says('unknown', 'denied') }, null],
  [
    'an authentication template needs no consent',
    { ...template, purpose: 'authentication', consent: says('denied', 'denied') },
    null,
  ],
  ['marketing needs a yes', { ...template, purpose: 'marketing' }, 'consent_missing'],
  [
    'a yes that waits for its confirmation is none',
    { ...template, purpose: 'marketing', consent: says('pending') },
    'consent_missing',
  ],
  [
    'marketing respects a no',
    { ...template, purpose: 'marketing', consent: says('denied') },
    'consent_denied',
  ],
  ['marketing goes out after a yes', { ...template, purpose: 'marketing', consent: says('granted') }, null],
  ['marketing in the window needs a yes too', { ...answer, purpose: 'marketing' }, 'consent_missing'],
  ['a template must be known', { ...template, templateState: null }, 'template_unknown'],
  ['a template must be approved', { ...template, templateState: 'PENDING' }, 'template_not_approved'],
  ['a paused template waits', { ...template, templateState: 'paused' }, 'template_paused'],
  ['a flagged template still works', { ...template, templateState: 'FLAGGED' }, null],
  [
    'the person comes before the template',
    { ...template, purpose: 'marketing', templateState: null },
    'consent_missing',
  ],
];

describe('checkSend', () => {
  for (const [rule, check, refusal] of cases) {
    it(rule, () => {
      const result = checkSend(check);
      expect(result.ok ? null : result.code).toBe(refusal);
      if (!result.ok) expect(result.title).toMatch(/^[A-Z].*\.$/);
    });
  }
});
