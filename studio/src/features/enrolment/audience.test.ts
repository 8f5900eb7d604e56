import { expect, it } from 'vitest';
import { segmentRules } from '../../../../core/segments/rules.ts';
import { audienceOf, everybody, newAudience } from './audience.ts';

it('counts everybody by rules that the API takes', () => {
  expect(segmentRules.parse(everybody)).toEqual(everybody);
});

it('enrols everybody only when that is said', () => {
  expect(audienceOf({ ...newAudience, kind: 'all' })).toBeNull();
  expect(audienceOf({ ...newAudience, kind: 'all', isAllMeant: true })).toEqual({ all: true });
});
