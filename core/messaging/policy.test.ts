import { describe, expect, it } from 'vitest';
import { checkSend, type SendCheck, type SendRefusalCode } from './policy.ts';

const now = new Date('2026-11-18T12:00:00Z');
const open = new Date('2026-11-18T20:00:00Z');
const closed = new Date('2026-11-18T11:00:00Z');

const answer: SendCheck = {
  purpose: 'service',
  contentKind: 'freeform',
  consent: 'unknown',
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
  ['a stop of marketing does not stop answers', { ...answer, consent: 'denied' }, null],
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
    { ...template, purpose: 'utility', consent: 'denied' },
    null,
  ],
  [
    'an authentication template needs no consent',
    { ...template, purpose: 'authentication', consent: 'denied' },
    null,
  ],
  ['marketing needs a yes', { ...template, purpose: 'marketing' }, 'consent_missing'],
  ['marketing respects a no', { ...template, purpose: 'marketing', consent: 'denied' }, 'consent_denied'],
  ['marketing goes out after a yes', { ...template, purpose: 'marketing', consent: 'granted' }, null],
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
