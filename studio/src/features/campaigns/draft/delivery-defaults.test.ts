import { describe, expect, it } from 'vitest';
import { campaignDelivery, newCampaignDoc } from '../../../../../core/campaigns/document.ts';
import { defaults } from './delivery-defaults.ts';

describe('what a part of the delivery starts with', () => {
  it.each([1, 2])('is taken by the API, with %i variants', (variants) => {
    const { quietHours, ratePerSecond, frequencyCap, stopRule } = defaults;
    const delivery = {
      ...newCampaignDoc().delivery,
      ...{ quietHours, ratePerSecond, frequencyCap, stopRule },
      ...{ startsAt: defaults.startsAt(new Date(2026, 0, 31, 23, 59)), test: defaults.test(variants) },
    };
    expect(campaignDelivery.safeParse(delivery).error).toBeUndefined();
  });

  it('is the next day at ten, over the end of a month too', () => {
    expect(defaults.startsAt(new Date(2026, 0, 31, 23, 59))).toBe('2026-02-01T10:00');
  });

  it('has no winner where there is one message only', () => {
    expect(defaults.test(1).winner).toBe('none');
    expect(defaults.test(2).winner).toBe('reads');
  });
});
