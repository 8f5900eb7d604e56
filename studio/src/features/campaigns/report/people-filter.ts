/** Which of the people of a campaign are listed: as it stands in the address, and as the API is asked. Pure. */
import { exclusions, recipientResults, type Exclusion } from '../../../../../core/campaigns/recipients.ts';
import type { RecipientFilter } from './queries.ts';
import { resultWords } from './result-words.ts';

export interface PeopleFilter {
  /** One result, or `reachedSent`, `reachedDelivered`: those who came at least so far. */
  result?: string;
  reason?: string;
  error?: string;
  variant?: string;
  replied?: true;
}

export const resultChoices: Readonly<Record<string, string>> = {
  reachedSent: 'Sent, delivered or read',
  reachedDelivered: 'Delivered or read',
  ...Object.fromEntries(recipientResults.map((result) => [result, resultWords[result].label])),
  sent: 'Sent, not delivered so far',
  delivered: 'Delivered, not read so far',
};

/** What the address asks for and nobody knows is left out. */
export function recipientFilter({ result, reason, error, variant, replied }: PeopleFilter): RecipientFilter {
  const known = recipientResults.find((one) => one === result);
  return {
    ...(result === 'reachedSent' && { reached: 'sent' as const }),
    ...(result === 'reachedDelivered' && { reached: 'delivered' as const }),
    ...(known && { result: known }),
    ...(reason !== undefined && Object.hasOwn(exclusions, reason) && { reason: reason as Exclusion }),
    ...(error && { errorCode: error }),
    ...(variant && { variant }),
    ...(replied && { replied: 'true' as const }),
  };
}
