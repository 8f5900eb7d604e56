import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { partLogs, readable } from './console.ts';

const plain = (line: string) => stripVTControlCharacters(readable(line));

describe('readable', () => {
  it('leaves text as it is', () => {
    expect(readable('listening on 4000')).toBe('listening on 4000');
  });

  it('leaves JSON that is no log entry as it is', () => {
    expect(readable('{"a":1}')).toBe('{"a":1}');
    expect(readable('{broken')).toBe('{broken');
  });

  it('turns a log entry into time, level, message and fields', () => {
    const time = new Date(2026, 0, 1, 12, 34, 56).toISOString();
    const line = JSON.stringify({
      level: 40,
      time,
      name: 'api',
      pid: 1,
      msg: 'slow',
      ms: 12,
      path: '/v1/me',
    });
    expect(plain(line)).toBe('12:34:56 warn slow ms=12 path=/v1/me');
  });

  it("shows an error's stack with its line ends", () => {
    const line = JSON.stringify({
      level: 50,
      msg: 'failed',
      err: { message: 'x', stack: 'Error: x\n    at y' },
    });
    expect(plain(line)).toBe('error failed err=Error: x\n    at y');
  });
});

describe('partLogs', () => {
  it("puts the part's name in front and drops empty lines", () => {
    const lines: string[] = [];
    const log = partLogs((line) => lines.push(stripVTControlCharacters(line)))('api');
    log('one');
    log('');
    expect(lines).toEqual(['api       | one']);
  });
});
