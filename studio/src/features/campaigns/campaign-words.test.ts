import { describe, expect, it } from 'vitest';
import { campaignStatuses, pauseReasons, type PauseReason } from '../../../../core/campaigns/statuses.ts';
import { statusNote, statusWords } from './campaign-words.ts';

const note = (some: Partial<Parameters<typeof statusNote>[0]>) =>
  statusNote({ status: 'running', pauseReason: null, error: null, ...some });

describe('the state of a campaign', () => {
  it.each(campaignStatuses)('has words of its own: %s', (status) => {
    expect(statusWords[status].label).not.toBe('');
  });

  it.each(Object.keys(pauseReasons) as PauseReason[])(
    'says why it paused by itself and what to do: %s',
    (pauseReason) => {
      expect(note({ status: 'paused', pauseReason })).toEqual({
        why: pauseReasons[pauseReason],
        advice: expect.stringMatching(/\.$/) as string,
      });
    },
  );

  it('says that people paused it', () => {
    expect(note({ status: 'paused' })?.why).toContain('Somebody paused it');
  });

  it.each([
    ['number_missing', 'The number it was to be sent from is gone.'],
    ['something_new', 'It could not be sent (something_new).'],
    ['constructor', 'It could not be sent (constructor).'],
  ])('tells a failure by its code: %s', (error, why) =>
    expect(note({ status: 'failed', error })?.why).toBe(why),
  );

  it('says nothing where the state says it all', () => {
    expect(note({})).toBeNull();
  });
});
