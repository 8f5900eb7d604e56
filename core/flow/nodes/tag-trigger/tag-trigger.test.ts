import { describe, expect, it } from 'vitest';
import { tagTrigger } from './index.ts';

const { fires, listens } = tagTrigger.trigger!;
const event = (key: 'tag_added:lead' | 'tag_removed:lead' | 'tag_added:Lead') =>
  ({ kind: 'contact', key, data: {} }) as const;

describe('tag-trigger', () => {
  it('leaves by next and wants a tag', () => {
    expect(tagTrigger.advance({ tag: 'lead' }, undefined as never)).toEqual({ kind: 'leave', port: 'next' });
    expect(tagTrigger.validate({ tag: ' ' })).toMatchObject([{ code: 'required-field', field: 'tag' }]);
    expect(listens({ tag: ' ' })).toEqual([]);
  });

  it('fires when the tag is added, also in data that doesn’t say which change it means', () => {
    expect(listens({ tag: ' lead ' })).toEqual(['tag_added:lead']);
    expect(fires({ tag: 'lead' }, event('tag_added:lead'))).toBe(true);
    expect(fires({ tag: 'lead' }, event('tag_added:Lead'))).toBe(false);
    expect(fires({ tag: 'lead' }, event('tag_removed:lead'))).toBe(false);
    expect(tagTrigger.manifest.summary({ tag: 'lead' })).toBe('When the tag "lead" is added');
  });

  it('fires when the tag is removed, if that is meant', () => {
    const data = { tag: 'lead', change: 'removed' as const };
    expect(listens(data)).toEqual(['tag_removed:lead']);
    expect(fires(data, event('tag_removed:lead'))).toBe(true);
    expect(fires(data, event('tag_added:lead'))).toBe(false);
    expect(tagTrigger.manifest.summary(data)).toBe('When the tag "lead" is removed');
  });
});
