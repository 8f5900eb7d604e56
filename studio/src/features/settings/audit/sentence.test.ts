import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../../../core/api/audit.ts';
import { auditSubjects } from '../../../../../core/api/audit-subjects.ts';
import { fieldTitle, valueText } from './fields.ts';
import { plainText, sentenceOf } from './sentence.ts';

function entry(change: Partial<AuditEntry>): AuditEntry {
  return {
    id: 1,
    at: '2026-11-28T10:00:00Z',
    actor: { kind: 'user', id: 'a', name: 'Ada', workflowId: null },
    action: 'changed',
    subject: 'organization',
    subjectId: 'x',
    subjectName: null,
    contactId: null,
    changed: [],
    before: {},
    after: {},
    erasedAt: null,
    requestId: null,
    address: null,
    ...change,
  };
}
const says = (change: Partial<AuditEntry>) => plainText(sentenceOf(entry(change)));

describe('a sentence', () => {
  it('names who changed whose role from what to what', () => {
    expect(
      says({ subject: 'member', subjectName: 'Bob', before: { role: 'agent' }, after: { role: 'admin' } }),
    ).toBe('Ada changed the role of Bob from agent to admin');
  });

  it.each<[string, Partial<AuditEntry>]>([
    [
      'Ada added Bob as viewer',
      { subject: 'member', action: 'created', subjectName: 'Bob', after: { role: 'viewer' } },
    ],
    ['Ada removed Bob', { subject: 'member', action: 'deleted', subjectName: 'Bob' }],
    [
      'Ada revoked the API key CRM',
      { subject: 'apiKey', subjectName: 'CRM', changed: ['revokedAt'], after: { revokedAt: 'x' } },
    ],
    [
      'Ada took over the API key CRM',
      { subject: 'apiKey', subjectName: 'CRM', before: { actsFor: 'x' }, after: { actsFor: 'y' } },
    ],
    [
      'Ada changed expiry of the API key CRM',
      { subject: 'apiKey', subjectName: 'CRM', changed: ['expiresAt'] },
    ],
    ['Ada set the secret crm_key anew', { subject: 'secret', subjectName: 'crm_key', changed: ['envelope'] }],
    ['Ada added the secret crm_key', { subject: 'secret', action: 'created', subjectName: 'crm_key' }],
    [
      'Ada put the flow Welcome live',
      { subject: 'flow', subjectName: 'Welcome', before: { status: 'draft' }, after: { status: 'live' } },
    ],
    [
      'Ada renamed the flow Hi to Welcome',
      {
        subject: 'flow',
        subjectName: 'Welcome',
        changed: ['name'],
        before: { name: 'Hi' },
        after: { name: 'Welcome' },
      },
    ],
    [
      'Ada published version 3 of the flow Welcome',
      { subject: 'flowVersion', action: 'created', subjectName: 'Welcome', after: { number: 3 } },
    ],
    [
      'Ada started to end runs of the flow Welcome',
      { subject: 'flowJob', action: 'created', subjectName: 'Welcome', after: { kind: 'exit' } },
    ],
    [
      'Ada cancelled work on many runs of Welcome',
      { subject: 'flowJob', subjectName: 'Welcome', after: { status: 'cancelled' } },
    ],
    ['Ada changed time zone and opening times of the workspace', { changed: ['timeZone', 'businessHours'] }],
    [
      'Ada changed how long messages are kept from 90 to 30 days',
      { subject: 'retentionRule', subjectId: 'messageContent', before: { days: 90 }, after: { days: 30 } },
    ],
    ['Ada deleted a contact', { subject: 'contact', action: 'deleted' }],
    ['Ada merged a contact', { subject: 'contact', action: 'merged' }],
  ])('%s', (expected, change) => expect(says(change)).toBe(expected));

  it('names Parley, a key and somebody who can’t be named any more', () => {
    const subject = { subject: 'consent', action: 'created', after: { state: 'denied' } };
    const actor = { id: null, name: null, workflowId: null };
    expect(says({ ...subject, actor: { ...actor, kind: 'system' } })).toBe(
      'Parley noted that a contact refuses marketing',
    );
    expect(says({ ...subject, actor: { ...actor, kind: 'apiKey' } })).toMatch(/^An API key /);
    expect(says({ ...subject, actor: { ...actor, kind: 'user' } })).toMatch(/^Somebody who left /);
  });

  it('is whole for every subject and action, known or not', () => {
    for (const subject of [...Object.keys(auditSubjects), 'someNewThing']) {
      for (const action of ['created', 'changed', 'deleted', 'swapped']) {
        const sentence = says({ subject, action, changed: ['someField'] });
        expect(sentence).toMatch(/^Ada [a-z].*[^ ]$/);
        expect(sentence).not.toMatch(/undefined|\[object/);
      }
    }
  });
});

describe('a value', () => {
  it('is told in words, secrets and documents without what they hold', () => {
    expect(valueText({ hidden: true })).toBe('hidden');
    expect(valueText({ bytes: 5385, sha256: '2c82815abc16f69e' }, 'en')).toBe('5,385 bytes, 2c82815a…');
    expect(valueText(['a', 'b'])).toBe('a, b');
    const rules = { kind: 'all', of: [{ kind: 'tag', op: 'has', value: 'vip' }] };
    expect(valueText(rules)).toMatch(/vip/);
    expect(valueText(rules)).not.toContain('{');
    expect(valueText({ kind: 'all', of: 'something older' })).toContain('something older');
    expect(valueText(null)).toBeNull();
    expect(valueText({ weekly: {} })).toBe('{\n  "weekly": {}\n}');
    expect(fieldTitle('someLongField')).toBe('some long field');
  });
});
