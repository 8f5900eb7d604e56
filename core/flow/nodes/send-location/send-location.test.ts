import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { sendLocation } from './index.ts';

describe('send-location', () => {
  it('sends a place', () => {
    const data = { coordinates: '52.52, 13.405', name: 'Shop', address: 'Main Street 1' };
    expect(sendLocation.advance(data, stepInput({ kind: 'entered' }))).toEqual({
      kind: 'send',
      content: {
        type: 'location',
        latitude: 52.52,
        longitude: 13.405,
        name: 'Shop',
        address: 'Main Street 1',
      },
      purpose: 'service',
    });
    expect(sendLocation.advance(data, stepInput({ kind: 'sent' }))).toEqual({ kind: 'leave', port: 'sent' });
  });

  it('fails without a place, and says so in the draft', () => {
    expect(
      sendLocation.advance({ coordinates: '{{ answers.none }}' }, stepInput({ kind: 'entered' })),
    ).toMatchObject({ fault: { code: 'text_empty' } });
    expect(sendLocation.validate({ coordinates: '' })).toMatchObject([{ field: 'coordinates' }]);
    expect(sendLocation.manifest.summary({ coordinates: '' })).toBe('No place yet');
  });
});
