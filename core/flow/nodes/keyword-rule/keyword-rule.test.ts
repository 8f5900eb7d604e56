import { describe, expect, it } from 'vitest';
import { presses, says, stepInput } from '../../testing.ts';
import { keywordRule } from './index.ts';

const data = {
  keywords: [
    { match: 'exact' as const, text: 'Menu' },
    { match: 'contains' as const, text: 'help' },
    { match: 'regex' as const, text: 'order \\d+' },
  ],
};
const fits = (message: ReturnType<typeof says>) => {
  const { rule } = keywordRule;
  return rule?.on === 'message' ? rule.fits(data, message) : undefined;
};

describe('keyword-rule', () => {
  it('fits what a keyword trigger would fire on, a whole message best', () => {
    expect(fits(says(' menu! '))).toBe(100);
    expect(fits(says('Help me'))).toBe(90);
    expect(fits(says('My order 12'))).toBe(80);
    expect(fits(presses('x', 'Menu'))).toBe(100);
    expect([says('menus'), says(null), says('')].map(fits)).toEqual([null, null, null]);
  });

  it('leaves by next', () => {
    expect(keywordRule.advance(data, stepInput({ kind: 'entered' }))).toEqual({
      kind: 'leave',
      port: 'next',
    });
  });

  it('asks for a keyword', () => {
    expect(keywordRule.validate({ keywords: [] })).toMatchObject([
      { code: 'required-field', field: 'keywords' },
    ]);
    expect(keywordRule.validate(data)).toEqual([]);
    const many = { keywords: Array.from({ length: 51 }, () => ({ match: 'exact' as const, text: 'a' })) };
    expect(keywordRule.validate(many)).toMatchObject([{ message: 'At most 50 keywords fit one rule.' }]);
  });
});
