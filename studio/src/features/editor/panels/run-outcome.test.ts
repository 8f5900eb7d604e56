import { describe, expect, it } from 'vitest';
import { outcomeText } from './run-outcome.ts';

describe('how a run ended', () => {
  it('is told in words, not in codes', () => {
    expect(outcomeText({ status: 'exited', outcome: 'stopped_by_operator' })).toBe(
      'Ended by somebody of the team',
    );
    expect(outcomeText({ status: 'failed', outcome: '131026' })).toContain('WhatsApp refused the message');
  });

  it('is told in the author’s own words where there are any', () => {
    expect(outcomeText({ status: 'completed', outcome: 'All said' })).toBe('All said');
    expect(outcomeText({ status: 'completed', outcome: null })).toBeNull();
  });
});
