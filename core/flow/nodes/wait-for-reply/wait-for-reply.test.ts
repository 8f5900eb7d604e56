import { describe, expect, it } from 'vitest';
import { presses, says, stepInput } from '../../testing.ts';
import { waitForReply } from './index.ts';

describe('wait-for-reply', () => {
  it('waits until the time-out, or for ever', () => {
    const entered = stepInput({ kind: 'entered' });
    expect(waitForReply.advance({ timeoutMs: 60_000 }, entered)).toEqual({
      kind: 'waitForReply',
      until: '2026-11-24T08:31:00.000Z',
    });
    expect(waitForReply.advance({ timeoutMs: null }, entered)).toEqual({ kind: 'waitForReply', until: null });
  });

  it('saves the words of the reply when a variable is named', () => {
    const reply = (message: ReturnType<typeof says>, saveAs?: string) =>
      waitForReply.advance({ timeoutMs: null, saveAs }, stepInput({ kind: 'reply', message }));
    expect(reply(says('Blue'), 'colour')).toEqual({
      kind: 'leave',
      port: 'reply',
      variables: { colour: 'Blue' },
    });
    expect(reply(presses('b', 'Blue'), 'colour')).toMatchObject({ variables: { colour: 'Blue' } });
    expect(reply(says(null), 'colour')).toMatchObject({ variables: { colour: null } });
    expect(reply(says('Blue'))).toEqual({ kind: 'leave', port: 'reply' });
  });

  it('reports names that texts could not use', () => {
    const codes = (saveAs: string) =>
      waitForReply.validate({ timeoutMs: null, saveAs }).map((one) => one.code);
    expect(codes('colour_2')).toEqual([]);
    for (const name of ['my colour', '2nd', 'contact', 'and', '__proto__'])
      expect(codes(name)).toEqual(['bad-name']);
  });

  it('leaves by no-reply at the deadline', () => {
    expect(waitForReply.advance({ timeoutMs: 1_000 }, stepInput({ kind: 'deadline' }))).toEqual({
      kind: 'leave',
      port: 'no-reply',
    });
  });
});
