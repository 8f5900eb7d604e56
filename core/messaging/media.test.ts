import { describe, expect, it } from 'vitest';
import { contentTypeOf } from './media.ts';

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
