import { describe, expect, it } from 'vitest';
import { chargedCategory, estimateCost, listPrice, marketOf } from './rates.ts';

describe('the market of a country', () => {
  it('is its own, that of its region, or Other', () => {
    const markets = ['DE', 'CA', 'US', 'PR', 'DO', 'JM', 'AT', 'JP', 'KE', 'PL', 'QA', 'ZW', 'XX', null].map(
      (country) => marketOf(country),
    );
    expect(markets).toEqual([
      ...['Germany', 'North America', 'North America'],
      ...['Rest of Latin America', 'Rest of Latin America', 'Rest of Latin America'],
      ...['Rest of Western Europe', 'Rest of Asia Pacific', 'Rest of Africa'],
      ...['Rest of Central & Eastern Europe', 'Rest of Middle East', 'Other', 'Other', 'Other'],
    ]);
  });
});

describe('the price of a message', () => {
  it('is one for marketing, however Meta calls it, and one for all else', () => {
    expect(['marketing', 'marketing_lite'].map((category) => listPrice('DE', category))).toEqual([
      0.1365, 0.1365,
    ]);
    expect(['utility', 'authentication', 'service'].map((category) => listPrice('DE', category))).toEqual([
      0.055, 0.055, 0.055,
    ]);
  });

  it('is charged unless Meta says that it is not', () => {
    const said = { billable: true, type: 'regular', category: 'utility' };
    expect(chargedCategory({ pricing: said, purpose: 'marketing' })).toBe('utility');
    expect(
      chargedCategory({ pricing: { ...said, billable: null, category: null }, purpose: 'marketing' }),
    ).toBe('marketing');
    expect(chargedCategory({ pricing: { ...said, billable: false }, purpose: 'marketing' })).toBeNull();
    expect(
      chargedCategory({ pricing: { ...said, type: 'free_entry_point' }, purpose: 'marketing' }),
    ).toBeNull();
    expect(chargedCategory({ pricing: null, purpose: 'marketing' })).toBeNull();
  });
});

describe('an estimate', () => {
  it('adds up the countries of a market, the largest first', () => {
    const byCountry = [
      { country: 'US', count: 1 },
      { country: 'CA', count: 2 },
      { country: 'DE', count: 10 },
    ];
    expect(estimateCost(byCountry, 'marketing', 0.5)).toEqual({
      ...{ currency: 'USD', low: 0.72, high: 1.44 },
      markets: [
        { market: 'Germany', recipients: 10, each: 0.1365 },
        { market: 'North America', recipients: 3, each: 0.025 },
      ],
    });
  });

  it('is nothing for nobody', () => {
    expect(estimateCost([], 'utility', 1)).toEqual({ currency: 'USD', low: 0, high: 0, markets: [] });
  });
});
