import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { errorRule } from './index.ts';

const caught = stepInput({ kind: 'caught', code: '131026', step: 'Ask the day' });

describe('error-rule', () => {
  it('saves the code and the step where it is told to', () => {
    expect(errorRule.advance({ times: 1, saveCodeAs: 'code', saveStepAs: 'step' }, caught)).toEqual({
      kind: 'leave',
      port: 'next',
      variables: { code: '131026', step: 'Ask the day' },
    });
    expect(errorRule.advance({ times: 1 }, caught)).toMatchObject({ variables: {} });
  });

  it('takes over three times at first, ten at most', () => {
    expect(errorRule.manifest.defaults()).toEqual({ times: 3 });
    const takes = (times: number) => errorRule.manifest.schema.safeParse({ times }).success;
    expect([0, 1, 10, 11].map(takes)).toEqual([false, true, true, false]);
  });

  it('reports names that texts could not use', () => {
    expect(errorRule.validate({ times: 1, saveCodeAs: 'my code', saveStepAs: 'and' })).toMatchObject([
      { code: 'bad-name', field: 'saveCodeAs' },
      { code: 'bad-name', field: 'saveStepAs' },
    ]);
    expect(errorRule.validate({ times: 1, saveCodeAs: 'code' })).toEqual([]);
  });
});
