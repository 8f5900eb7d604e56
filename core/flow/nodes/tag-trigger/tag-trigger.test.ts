import { describe, expect, it } from 'vitest';
import { tagTrigger } from './index.ts';

describe('tag-trigger', () => {
  it('leaves by next and wants a tag', () => {
    expect(tagTrigger.advance({ tag: 'lead' }, undefined as never)).toEqual({ kind: 'leave', port: 'next' });
    expect(tagTrigger.validate({ tag: ' ' })).toMatchObject([{ code: 'required-field', field: 'tag' }]);
    expect(tagTrigger.manifest.summary({ tag: 'lead' })).toBe('When the tag "lead" is added');
  });
});
