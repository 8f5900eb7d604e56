import { describe, expect, it } from 'vitest';
import { fileName } from './file-name.ts';

describe('fileName', () => {
  it('keeps letters and digits of any script', () => {
    expect(fileName('Follow-up drip (v2)')).toBe('follow-up-drip-v2');
    expect(fileName('Begrüßung / Привет')).toBe('begrüßung-привет');
  });

  it('is never empty and never leads out of a folder', () => {
    expect(fileName('../..')).toBe('flow');
    expect(fileName('💥')).toBe('flow');
  });
});
