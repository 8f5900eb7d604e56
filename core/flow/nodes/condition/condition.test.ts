import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { condition } from './index.ts';
import type { ConditionBranch, ConditionTest } from './manifest.ts';
import { operators } from './operators.ts';
import type { OperatorId } from './operators.ts';

const test = (subject: string, operator: OperatorId, value = ''): ConditionTest => ({
  subject,
  operator,
  value,
});
const branch = (
  id: string,
  match: 'all' | 'any',
  ...groups: ['all' | 'any', ...ConditionTest[]][]
): ConditionBranch => ({
  id,
  match,
  groups: groups.map(([groupMatch, ...tests]) => ({ match: groupMatch, tests })),
});
const port = (branches: ConditionBranch[]) => {
  const input = stepInput(
    { kind: 'entered' },
    { variables: { day: 'Monday', count: 3 }, triggerText: 'hi there' },
  );
  const outcome = condition.advance({ branches }, input);
  return outcome.kind === 'leave' ? outcome.port : outcome.kind;
};
const holds = (...args: Parameters<typeof test>) =>
  port([branch('yes', 'all', ['all', test(...args)])]) !== 'else';

describe('condition', () => {
  it('takes the first branch that holds, else the last way out', () => {
    const a = branch('a', 'all', ['all', test('answers.day', 'is', 'sunday')]);
    const b = branch('b', 'all', ['all', test('answers.day', 'is', 'MONDAY')]);
    const c = branch('c', 'all', ['all', test('answers.day', 'is-not-empty')]);
    expect(port([a, b, c])).toBe('branch:b');
    expect(port([a, c, b])).toBe('branch:c');
    expect(port([a])).toBe('else');
  });

  it('joins tests and groups by all and any', () => {
    const yes = test('answers.count', 'is', '3');
    const no = test('answers.count', 'is', '4');
    expect(port([branch('x', 'all', ['any', no, yes], ['all', yes])])).toBe('branch:x');
    expect(port([branch('x', 'all', ['all', no, yes], ['all', yes])])).toBe('else');
    expect(port([branch('x', 'any', ['all', no, yes], ['all', yes])])).toBe('branch:x');
    expect(port([branch('x', 'all', ['all']), branch('y', 'any')])).toBe('else');
    expect(port([branch('x', 'all', ['all'], ['all', yes])])).toBe('branch:x');
  });

  it('reads contact, tags, attributes, answers and the trigger', () => {
    expect(holds('contact.name', 'starts-with', 'maya')).toBe(true);
    expect(holds('contact.tags', 'contains', 'VIP')).toBe(true);
    expect(holds('contact.tags', 'contains', 'vi')).toBe(false);
    expect(holds('contact.tags', 'not-contains', 'lead')).toBe(true);
    expect(holds('contact.attributes.city', 'is', 'berlin')).toBe(true);
    expect(holds('contact.attributes.member', 'is', 'true')).toBe(true);
    expect(holds('contact.attributes.none', 'is-empty')).toBe(true);
    expect(holds('trigger.text', 'contains', 'THERE')).toBe(true);
  });

  it('compares numbers and dates by value, other words not at all', () => {
    expect(holds('contact.attributes.age', 'at-least', '34')).toBe(true);
    expect(holds('contact.attributes.age', 'greater-than', '34')).toBe(false);
    expect(holds('contact.attributes.age', 'less-than', '100')).toBe(true);
    expect(holds('contact.attributes.age', 'is', '34.0')).toBe(true);
    expect(holds('contact.attributes.city', 'greater-than', 'Aachen')).toBe(false);
    const { test: lessThan } = operators['less-than'];
    expect(lessThan('2026-11-24', '2026-12-01')).toBe(true);
    expect(lessThan('2026-11-24T10:00:00Z', '2026-11-24T09:00:00Z')).toBe(false);
    expect(lessThan('2026-11-24T10:00:00+02:00', '2026-11-24T09:00:00Z')).toBe(true);
  });

  it('never reads inherited properties', () => {
    expect(holds('contact.attributes.constructor', 'is-not-empty')).toBe(false);
    expect(holds('answers.toString', 'is-not-empty')).toBe(false);
    expect(holds('nonsense', 'is-not-empty')).toBe(false);
  });

  it('reports missing and unknown parts', () => {
    const problems = condition.validate({
      branches: [
        branch('a', 'all'),
        branch('a', 'all', ['all', test('contact.nme', 'is', ''), test('contact.name', 'is-empty')]),
      ],
    });
    expect(problems.map(({ code, field }) => `${code} ${field}`)).toEqual([
      'required-field branches.0.groups',
      'duplicate-option-id branches.1.id',
      'unknown-subject branches.1.groups.0.tests.0.subject',
      'required-field branches.1.groups.0.tests.0.value',
    ]);
    expect(condition.validate({ branches: [] })).toMatchObject([{ code: 'required-field' }]);
  });

  it('has a port for each branch, called by its label or its first test', () => {
    const named = { ...branch('a', 'all', ['all', test('contact.tags', 'contains', 'vip')]), label: 'VIP' };
    const plain = branch('b', 'all', ['all', test('contact.name', 'is-empty')]);
    expect(condition.manifest.ports({ branches: [named, plain] })).toEqual([
      { id: 'branch:a', label: 'VIP' },
      { id: 'branch:b', label: 'contact.name is empty' },
      { id: 'else', label: 'Else' },
    ]);
  });
});
