import { describe, expect, it } from 'vitest';
import { attentionText } from './run-attention.ts';

describe('why a run needs attention', () => {
  it('is said in words for what Parley knows', () => {
    expect(attentionText('window_closed').cause).toMatch(/24-hour window/);
  });

  it('is said in the catalogue’s words for what WhatsApp refused', () => {
    expect(attentionText('131026').cause).toMatch(/^WhatsApp refused the message: .+ \(131026\)\.$/);
  });

  it('names the code of anything else', () => {
    expect(attentionText('something_new').cause).toBe('The step failed for good (something_new).');
  });
});
