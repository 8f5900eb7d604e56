import { describe, expect, it } from 'vitest';
import { mergeProblems, placesOf, placeText, problemFinder, stepOf, type FieldProblem } from './steps.ts';

const problem = (code: string, field: string): FieldProblem => ({
  code,
  severity: 'error',
  field,
  message: `${code}!`,
});

describe('a problem', () => {
  it.each([
    ['audience.include.0', 'audience'],
    ['phoneNumberId', 'message'],
    ['variants.1.template.body.0', 'message'],
    ['delivery.startsAt', 'delivery'],
  ])('of %s belongs to the step %s', (field, step) => expect(stepOf(field)).toBe(step));

  it('that both sides find is there once', () => {
    const one = problem('number_missing', 'phoneNumberId');
    expect(mergeProblems([one], [one])).toEqual([one]);
  });

  it('that we look for ourselves counts as we see it: the answer of the server may be older', () => {
    expect(mergeProblems([], [problem('template_values', 'variants.0.template.body.0')])).toEqual([]);
  });

  it('that only the server knows stays', () => {
    const gone = problem('audience_unknown', 'audience.include.0');
    expect(mergeProblems([], [gone])).toEqual([gone]);
  });

  it('is found by the field as the form names it', () => {
    const find = problemFinder(
      [problem('a', 'variants.0.template.urls.0'), problem('b', 'variants.0.template.headerMedia')],
      '',
    );
    expect(find('variants.0.template.urls.0.value')).toBe('a!');
    expect(find('variants.0.template.header')).toBe('b!');
    expect(find('variants.1.template.header')).toBeNull();
  });

  it('stands in places, the nearest first', () => {
    expect(placesOf('variants.0.template')).toEqual(['variants.0.template', 'variants.0', 'variants']);
  });

  it.each([
    ['variants.1.template.body.1', 'Message B, value 2'],
    ['variants.0.template.header.0', 'Message A, value of the header 1'],
    ['variants.0.template.name', 'Message A'],
    ['audience.include', null],
  ])('at %s is told as standing at “%s”', (field, words) =>
    expect(placeText(field, [{ key: 'A' }, { key: 'B' }])).toBe(words),
  );
});
