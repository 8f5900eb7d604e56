import { describe, expect, it } from 'vitest';
import { cleanFileName, contentTypeOf } from './media.ts';

describe('the name of a file', () => {
  it('loses characters that hide what it is', () => {
    expect(cleanFileName('bill\u202Efdp.exe')).toBe('billfdp.exe');
    expect(cleanFileName(' a\nb\u0000.pdf ')).toBe('ab.pdf');
    expect(cleanFileName('\u200e')).toBeNull();
    expect(cleanFileName(null)).toBeNull();
  });

  it('is cut before its end', () => {
    const name = cleanFileName(`${'ü'.repeat(1_000)}.pdf`);
    expect(name).toHaveLength(200);
    expect(name).toMatch(/ü\.pdf$/);
  });
});

describe('the type of a file', () => {
  it('is what its bytes say, whatever its sender said', () => {
    expect(contentTypeOf('image/png', 'application/pdf')).toBe('image/png');
    expect(contentTypeOf('application/x-msdownload', 'image/png')).toBe('application/x-msdownload');
  });

  it('is its sender’s word for plain text only', () => {
    expect(contentTypeOf(undefined, 'text/csv')).toBe('text/csv; charset=utf-8');
    expect(contentTypeOf(undefined, 'Text/Plain; charset=latin1')).toBe('text/plain; charset=utf-8');
    expect(contentTypeOf(undefined, 'text/html')).toBe('application/octet-stream');
    expect(contentTypeOf(undefined, 'image/svg+xml')).toBe('application/octet-stream');
    expect(contentTypeOf(undefined, null)).toBe('application/octet-stream');
  });
});
