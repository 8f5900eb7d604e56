import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { addressProblems, renderAddress, renderFileSource } from './files.ts';

const input = stepInput({ kind: 'entered' }, { variables: { path: 'a b/é.jpg', host: 'shop.example' } });
const address = (template: string) => {
  const rendered = renderAddress(input, template);
  return 'url' in rendered ? rendered.url : rendered.problem.code;
};

describe('addresses', () => {
  it('are filled in and escaped', () => {
    expect(address('https://{{ host }}/{{ path }}?id={{ contact.firstName }}')).toBe(
      'https://shop.example/a%20b/%C3%A9.jpg?id=Maya',
    );
    expect(address(' https://shop.example/already%20escaped ')).toBe(
      'https://shop.example/already%20escaped',
    );
  });

  it('are whole https addresses of the internet', () => {
    for (const wrong of [
      'http://shop.example/',
      'ftp://shop.example/',
      'javascript:alert(1)',
      'shop.example',
      '//shop.example',
      'https://',
      'https://localhost/a',
      'https://user:secret@shop.example/',
      '{{ path }}',
    ]) {
      expect(address(wrong)).toBe('url_invalid');
    }
    expect(address('{{ answers.none }}')).toBe('text_empty');
    expect(address(`https://shop.example/${'x'.repeat(2000)}`)).toBe('text_too_long');
  });

  it('are checked in the draft as far as they are known', () => {
    const codes = (template: string) =>
      addressProblems(template, 'url', 'The address').map((one) => one.code);
    expect(codes('https://shop.example/')).toEqual([]);
    expect(codes('{{ answers.link }}')).toEqual([]);
    expect(codes('https://{{ answers.host }}/')).toEqual([]);
    expect(codes('')).toEqual(['required-field']);
    expect(codes('http://shop.example/')).toEqual(['bad-url']);
    expect(codes('http://{{ answers.host }}/')).toEqual(['bad-url']);
    expect(codes('shop')).toEqual(['bad-url']);
  });
});

describe('files', () => {
  it('come from an address or from an id of digits', () => {
    expect(renderFileSource(input, { by: 'link', link: 'https://{{ host }}/a.jpg' })).toEqual({
      source: { link: 'https://shop.example/a.jpg' },
    });
    expect(renderFileSource(input, { by: 'mediaId', mediaId: ' 4711 ' })).toEqual({
      source: { mediaId: '4711' },
    });
    expect(renderFileSource(input, { by: 'mediaId', mediaId: '{{ host }}' })).toMatchObject({
      problem: { code: 'media_id_invalid' },
    });
  });
});
