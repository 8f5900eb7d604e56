import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { setTag } from './index.ts';

const entered = stepInput({ kind: 'entered' });

describe('set-tag', () => {
  it('adds or removes a tag', () => {
    expect(setTag.advance({ action: 'add', tag: ' booked ' }, entered)).toEqual({
      kind: 'leave',
      port: 'next',
      commands: [{ kind: 'addTag', tag: 'booked' }],
    });
    expect(setTag.advance({ action: 'remove', tag: 'lead' }, entered)).toMatchObject({
      commands: [{ kind: 'removeTag', tag: 'lead' }],
    });
  });

  it('fails and is reported without a tag', () => {
    expect(setTag.advance({ action: 'add', tag: '' }, entered)).toMatchObject({
      fault: { code: 'missing_tag' },
    });
    expect(setTag.validate({ action: 'add', tag: '' })).toMatchObject([{ code: 'required-field' }]);
  });
});
