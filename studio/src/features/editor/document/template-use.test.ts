import { describe, expect, it } from 'vitest';
import { templateSample as components } from '../../../../../core/messaging/template-sample.ts';
import { templateUseFor } from './template-use.ts';

const nothing = { name: '', language: 'en_US', header: [], body: [] };

describe('templateUseFor', () => {
  it('has a place for every value that the template takes', () => {
    expect(templateUseFor({ name: 'plan', language: 'pt_BR', components }, nothing)).toEqual({
      name: 'plan',
      language: 'pt_BR',
      header: [],
      headerMedia: { kind: 'document', source: { by: 'file', fileId: '' } },
      body: ['', ''],
      urls: [{ index: 1, value: '' }],
    });
  });

  it('keeps what fits and drops the rest', () => {
    const before = {
      ...nothing,
      useContactLanguage: true,
      header: ['x'],
      headerMedia: { kind: 'image' as const, source: { by: 'mediaId' as const, mediaId: '1' } },
      headerLocation: { coordinates: '1,1' },
      body: ['a', 'b', 'c'],
      urls: [
        { index: 1, value: 'u' },
        { index: 5, value: 'v' },
      ],
    };
    expect(templateUseFor({ name: 'plan', language: 'en_US', components }, before)).toEqual({
      name: 'plan',
      language: 'en_US',
      useContactLanguage: true,
      header: [],
      headerMedia: { kind: 'document', source: { by: 'mediaId', mediaId: '1' } },
      body: ['a', 'b'],
      urls: [{ index: 1, value: 'u' }],
    });
  });
});
