import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { assign } from './index.ts';

const entered = stepInput({ kind: 'entered' });
const TEAM = '018f3b1a-7b1c-7c3d-8e4f-123456789abc';

describe('assign', () => {
  it('hands over with a note that may hold answers', () => {
    expect(assign.advance({ teamId: TEAM, note: '{{ contact.firstName }} calls' }, entered)).toEqual({
      kind: 'leave',
      port: 'next',
      commands: [{ kind: 'assign', assigneeId: null, teamId: TEAM, note: 'Maya calls' }],
    });
  });

  it('hands over even when the note is broken, and says so', () => {
    expect(assign.advance({ note: '{{ oops' }, entered)).toMatchObject({
      kind: 'leave',
      commands: [{ kind: 'assign', note: null }],
      problem: 'bad_template',
    });
  });

  it('may end the flow: its port needs no connection', () => {
    expect(assign.manifest.ports({})).toEqual([{ id: 'next', label: 'Then', optional: true }]);
    expect(assign.validate({ note: 'x'.repeat(4097) })).toMatchObject([{ code: 'over-limit-text' }]);
  });

  describe('when it waits', () => {
    const data = { wait: { timeoutMs: 3_600_000 } };

    it('hands over and listens for the end of its own conversation', () => {
      expect(assign.advance(data, entered)).toEqual({
        kind: 'waitForEvent',
        listens: ['conversation_resolved:this'],
        until: '2026-11-24T09:30:00.000Z',
        commands: [{ kind: 'assign', assigneeId: null, teamId: null, note: null }],
      });
      expect(assign.advance({ wait: { timeoutMs: null } }, entered)).toMatchObject({ until: null });
    });

    it('takes the conversation back when it is resolved', () => {
      for (const key of ['conversation_resolved:this', 'conversation_resolved:018f3b1a'] as const) {
        const happened = stepInput({ kind: 'happened', event: { key, data: {}, at: '' } });
        expect(assign.advance(data, happened)).toEqual({
          kind: 'leave',
          port: 'resolved',
          commands: [{ kind: 'resumeBot' }],
        });
      }
      const other = stepInput({ kind: 'happened', event: { key: 'tag_added:vip', data: {}, at: '' } });
      expect(assign.advance(data, other)).toEqual({ kind: 'keepWaiting' });
    });

    it('leaves the conversation to people at the time-out, unless told otherwise', () => {
      const late = stepInput({ kind: 'deadline' });
      expect(assign.advance(data, late)).toEqual({ kind: 'leave', port: 'timeout' });
      expect(assign.advance({ wait: { timeoutMs: 1_000, resumeOnTimeout: true } }, late)).toEqual({
        kind: 'leave',
        port: 'timeout',
        commands: [{ kind: 'resumeBot' }],
      });
    });

    it('has ports and a clock of its own', () => {
      expect(assign.manifest.ports(data).map(({ id }) => id)).toEqual(['resolved', 'timeout']);
      expect(assign.manifest.clock(data, 'resolved')).toEqual({ kind: 'elapsed', ms: 3_600_000 });
      expect(assign.manifest.clock({}, 'next')).toEqual({ kind: 'instant' });
      expect(assign.manifest.summary(data)).toBe('Hands over to the inbox and waits up to 1 hour');
    });
  });
});
