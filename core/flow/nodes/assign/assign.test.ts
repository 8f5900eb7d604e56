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
});
