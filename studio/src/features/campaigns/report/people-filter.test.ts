import { describe, expect, it } from 'vitest';
import { recipientFilter } from './people-filter.ts';

describe('the people that are listed', () => {
  it.each([
    [{}, {}],
    [{ result: 'read' }, { result: 'read' }],
    [
      { result: 'reachedDelivered', variant: 'B' },
      { reached: 'delivered', variant: 'B' },
    ],
    [
      { result: 'excluded', reason: 'consent_missing' },
      { result: 'excluded', reason: 'consent_missing' },
    ],
    [{ error: '131026' }, { errorCode: '131026' }],
    [{ replied: true as const }, { replied: 'true' }],
    [{ result: 'lost', reason: 'toString' }, {}],
  ])('%j asks for %j', (filter, asked) => expect(recipientFilter(filter)).toEqual(asked));
});
