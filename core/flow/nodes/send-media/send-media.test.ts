import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { sendMedia } from './index.ts';
import type { SendMediaData } from './manifest.ts';

const data: SendMediaData = {
  kind: 'image',
  source: { by: 'link', link: 'https://shop.example/{{ contact.attributes.city }}.jpg' },
  caption: 'For {{ contact.firstName }}',
};
const entered = stepInput({ kind: 'entered' });
const MENU = '0190a1b2-0000-7000-8000-00000000abcd';

describe('send-media', () => {
  it('sends a file by its address with a caption', () => {
    expect(sendMedia.advance(data, entered)).toEqual({
      kind: 'send',
      content: { type: 'media', kind: 'image', link: 'https://shop.example/Berlin.jpg', caption: 'For Maya' },
      purpose: 'service',
    });
  });

  it('sends an uploaded document with its name, and leaves out what is empty', () => {
    const document: SendMediaData = {
      kind: 'document',
      source: { by: 'mediaId', mediaId: '4711' },
      caption: '{{ answers.none }}',
      filename: 'Offer {{ contact.firstName }}.pdf',
    };
    expect(sendMedia.advance(document, entered)).toMatchObject({
      content: { type: 'media', kind: 'document', mediaId: '4711', filename: 'Offer Maya.pdf' },
    });
  });

  it('sends a file that is kept here by its id, and nothing while none is chosen', () => {
    const kept = { ...data, source: { by: 'file' as const, fileId: MENU, name: 'menu.png' } };
    expect(sendMedia.advance(kept, entered)).toMatchObject({
      content: { type: 'media', kind: 'image', fileId: MENU, caption: 'For Maya' },
    });
    for (const fileId of ['', 'no-id', MENU.toUpperCase(), `${MENU} `]) {
      const outcome = sendMedia.advance({ ...kept, source: { by: 'file', fileId } }, entered);
      expect(outcome).toMatchObject({ kind: 'fault', fault: { code: 'file_missing' } });
    }
  });

  it('names an uploaded document as its file, unless another name is written', () => {
    const kept = {
      kind: 'document' as const,
      source: { by: 'file' as const, fileId: MENU, name: 'menu.pdf' },
    };
    expect(sendMedia.advance(kept, entered)).toMatchObject({ content: { filename: 'menu.pdf' } });
    const named = { ...kept, filename: 'For {{ contact.firstName }}.pdf' };
    expect(sendMedia.advance(named, entered)).toMatchObject({ content: { filename: 'For Maya.pdf' } });
  });

  it('never sends a caption with audio or a sticker, nor a name with a picture', () => {
    for (const kind of ['audio', 'sticker'] as const) {
      expect(sendMedia.advance({ ...data, kind, filename: 'x' }, entered)).toMatchObject({
        content: { type: 'media', kind, link: 'https://shop.example/Berlin.jpg' },
      });
      const outcome = sendMedia.advance({ ...data, kind, filename: 'x' }, entered);
      expect(JSON.stringify(outcome)).not.toMatch(/caption|filename/);
    }
  });

  it('fails before sending what Meta could not fetch', () => {
    const codeOf = (link: string) => {
      const outcome = sendMedia.advance({ ...data, source: { by: 'link', link } }, entered);
      return outcome.kind === 'fault' ? outcome.fault.code : outcome.kind;
    };
    expect(codeOf('http://shop.example/a.jpg')).toBe('url_invalid');
    expect(codeOf('{{ answers.none }}')).toBe('text_empty');
  });

  it('has a template for a closed window, goes on by sent, and fails with the code of the send', () => {
    const fallback = { name: 'thanks_update', language: 'en_US', header: [], body: ['Maya'] };
    expect(sendMedia.advance({ ...data, fallback }, entered)).toMatchObject({
      fallback: { type: 'template', name: 'thanks_update' },
      fallbackPurpose: 'utility',
    });
    expect(sendMedia.advance(data, stepInput({ kind: 'sent' }))).toEqual({ kind: 'leave', port: 'sent' });
    const failed = stepInput({ kind: 'sendFailed', error: { code: '131053', title: 'Media upload error' } });
    expect(sendMedia.advance(data, failed)).toEqual({
      kind: 'fault',
      fault: { code: '131053', message: 'Media upload error' },
    });
  });

  it('reports what it lacks', () => {
    const problems = (change: Partial<SendMediaData>) =>
      sendMedia.validate({ ...data, ...change }).map(({ code, field }) => `${code} ${field}`);
    expect(problems({})).toEqual([]);
    expect(problems({ source: { by: 'link', link: '' } })).toEqual(['required-field source.link']);
    expect(problems({ source: { by: 'file', fileId: '' } })).toEqual(['required-field source.fileId']);
    expect(problems({ source: { by: 'file', fileId: MENU } })).toEqual([]);
    expect(problems({ source: { by: 'mediaId', mediaId: '' } })).toEqual(['required-field source.mediaId']);
    expect(problems({ caption: 'x'.repeat(1025) })).toEqual(['over-limit-text caption']);
    expect(problems({ kind: 'audio', caption: 'x'.repeat(1025) })).toEqual([]);
  });
});
