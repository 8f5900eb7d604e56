import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../../../../core/messaging/errors/catalogue.ts';
import { failureAdvice } from './failure-advice.ts';

describe('advice about a failure', () => {
  it('is there for every code of Meta that we know', () => {
    for (const code of Object.keys(errorCatalogue)) expect(failureAdvice(code)).toMatch(/\.$/);
  });

  it.each(['no_such_code', '999999', 'constructor'])('is silent about %s', (code) =>
    expect(failureAdvice(code)).toBeNull(),
  );
});
