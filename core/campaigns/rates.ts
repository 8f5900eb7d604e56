/**
 * What messages cost at Meta's list prices: for an estimate, never for a bill. Taxes, discounts by volume and what partners add are not
 * in it, and prices change on the first day of a quarter.
 * Source of the prices: rate card of 1 October 2026, US dollars for one delivered message, in a copy that isn't Meta's own.
 * Source of the markets: Meta, "Pricing on the WhatsApp Business Platform", country calling codes by market.
 */
import type { SendPurpose } from '../messaging/content.ts';

export const RATES_FROM = '2026-10-01';
export const RATES_CURRENCY = 'USD';

/** Utility, authentication and service have one list price. */
interface Rate {
  marketing: number;
  utility: number;
}

const rates = {
  Argentina: { marketing: 0.0618, utility: 0.026 },
  Brazil: { marketing: 0.0625, utility: 0.0068 },
  Chile: { marketing: 0.0889, utility: 0.02 },
  Colombia: { marketing: 0.0125, utility: 0.0008 },
  Egypt: { marketing: 0.0644, utility: 0.0036 },
  France: { marketing: 0.0859, utility: 0.03 },
  Germany: { marketing: 0.1365, utility: 0.055 },
  India: { marketing: 0.0118, utility: 0.0014 },
  Indonesia: { marketing: 0.0411, utility: 0.025 },
  Israel: { marketing: 0.0353, utility: 0.0053 },
  Italy: { marketing: 0.0795, utility: 0.03 },
  Malaysia: { marketing: 0.086, utility: 0.014 },
  Mexico: { marketing: 0.0397, utility: 0.0085 },
  Netherlands: { marketing: 0.1597, utility: 0.05 },
  Nigeria: { marketing: 0.0516, utility: 0.0067 },
  'North America': { marketing: 0.025, utility: 0.0034 },
  Pakistan: { marketing: 0.0473, utility: 0.015 },
  Peru: { marketing: 0.0703, utility: 0.03 },
  'Saudi Arabia': { marketing: 0.0576, utility: 0.0107 },
  Singapore: { marketing: 0.0732, utility: 0.016 },
  'South Africa': { marketing: 0.0379, utility: 0.0095 },
  Spain: { marketing: 0.0707, utility: 0.02 },
  Turkey: { marketing: 0.0109, utility: 0.0009 },
  'United Arab Emirates': { marketing: 0.0576, utility: 0.0157 },
  'United Kingdom': { marketing: 0.0635, utility: 0.022 },
  'Rest of Africa': { marketing: 0.0225, utility: 0.004 },
  'Rest of Asia Pacific': { marketing: 0.0842, utility: 0.0113 },
  'Rest of Central & Eastern Europe': { marketing: 0.086, utility: 0.0212 },
  'Rest of Latin America': { marketing: 0.074, utility: 0.0113 },
  'Rest of Middle East': { marketing: 0.0392, utility: 0.0091 },
  'Rest of Western Europe': { marketing: 0.0592, utility: 0.0171 },
  Other: { marketing: 0.0604, utility: 0.0077 },
} as const satisfies Record<string, Rate>;

export type Market = keyof typeof rates;

/** Countries as ISO 3166; those that are in none, and numbers whose country isn't known, are `Other`. */
const countries: Partial<Record<Market, string>> = {
  ...{ Argentina: 'AR', Brazil: 'BR', Chile: 'CL', Colombia: 'CO', Egypt: 'EG', France: 'FR', Germany: 'DE' },
  ...{ India: 'IN', Indonesia: 'ID', Israel: 'IL', Italy: 'IT', Malaysia: 'MY', Mexico: 'MX' },
  ...{ Netherlands: 'NL', Nigeria: 'NG', 'North America': 'US CA', Pakistan: 'PK', Peru: 'PE' },
  ...{ 'Saudi Arabia': 'SA', Singapore: 'SG', 'South Africa': 'ZA', Spain: 'ES', Turkey: 'TR' },
  ...{ 'United Arab Emirates': 'AE', 'United Kingdom': 'GB' },
  'Rest of Africa':
    'DZ AO BJ BW BF BI CM TD CG ER ET GA GM GH GW CI KE LS LR LY MG MW ML MR MA MZ NA NE RW SN SL SO SS SD SZ TZ TG TN UG ZM',
  'Rest of Asia Pacific': 'AF AU BD KH CN HK JP LA MN NP NZ PG PH LK TW TJ TH TM UZ VN',
  'Rest of Central & Eastern Europe': 'AL AM AZ BY BG HR CZ GE GR HU LV LT MD MK PL RO RU RS SK SI UA',
  'Rest of Latin America': 'BO CR DO EC SV GT HT HN JM NI PA PY PR UY VE',
  'Rest of Middle East': 'BH IQ JO KW LB OM QA YE',
  'Rest of Western Europe': 'AT BE DK FI IE NO PT SE CH',
};

const marketByCountry = new Map(
  (Object.entries(countries) as [Market, string][]).flatMap(([market, codes]) =>
    codes.split(' ').map((code) => [code, market] as const),
  ),
);

/** @param country ISO 3166, of the number; null: not known */
export function marketOf(country: string | null): Market {
  return (country === null ? undefined : marketByCountry.get(country)) ?? 'Other';
}

/** US dollars for one delivered message. @param category as Meta names it; what isn't marketing costs the same whatever it is */
export function listPrice(country: string | null, category: SendPurpose | (string & {})): number {
  const { marketing, utility } = rates[marketOf(country)];
  return category.startsWith('marketing') ? marketing : utility;
}

/** A message that was delivered, with what Meta's report said of its price. */
export interface PricedMessage {
  pricing: { billable: boolean | null; type: string | null; category: string | null } | null;
  /** As what it was sent. */
  purpose: string | null;
}

/** The category whose price Meta charges; null: nothing, as far as it has said. */
export function chargedCategory({ pricing, purpose }: PricedMessage): string | null {
  if (pricing === null || pricing.billable === false || pricing.type?.startsWith('free')) return null;
  return pricing.category ?? purpose ?? 'utility';
}

export interface CostEstimate {
  currency: string;
  low: number;
  high: number;
  markets: { market: Market; recipients: number; each: number }[];
}

/** @param deliveredShare of the messages lately, 0 to 1: what isn't delivered costs nothing */
export function estimateCost(
  byCountry: readonly { country: string | null; count: number }[],
  purpose: SendPurpose,
  deliveredShare: number,
): CostEstimate {
  const markets = new Map<Market, CostEstimate['markets'][number]>();
  for (const { country, count } of byCountry) {
    const market = marketOf(country);
    const known = markets.get(market) ?? { market, recipients: 0, each: listPrice(country, purpose) };
    markets.set(market, { ...known, recipients: known.recipients + count });
  }
  const sorted = [...markets.values()].sort(
    (left, right) => right.recipients - left.recipients || left.market.localeCompare(right.market),
  );
  const high = sorted.reduce((sum, { recipients, each }) => sum + recipients * each, 0);
  return {
    currency: RATES_CURRENCY,
    low: inCents(high * deliveredShare),
    high: inCents(high),
    markets: sorted,
  };
}

export function inCents(amount: number): number {
  return Math.round(Number((amount * 100).toFixed(6))) / 100;
}
