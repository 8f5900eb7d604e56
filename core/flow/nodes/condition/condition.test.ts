import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { condition } from './index.ts';
import type { ConditionBranch, ConditionTest } from './manifest.ts';
import { operators } from './operators.ts';
import type { OperatorId } from './operators.ts';
import { readSubject } from './subjects.ts';

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
    { variables: { day: 'Monday', count: 3 }, trigger: { text: 'hi there' } },
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

  it('reads the day of the week, the time and the day in the contact’s zone', () => {
    const at = (now: string, timeZone: string, ...[subject, operator, value]: Parameters<typeof test>) => {
      const input = stepInput({ kind: 'entered' }, { now: new Date(now), timeZone });
      const data = { branches: [branch('yes', 'all', ['all', test(subject, operator, value)])] };
      const outcome = condition.advance(data, input);
      return outcome.kind === 'leave' && outcome.port === 'branch:yes';
    };
    const late = '2026-11-24T22:30:00Z';
    expect(at(late, 'Europe/Berlin', 'now.weekday', 'is', 'tuesday')).toBe(true);
    expect(at(late, 'Asia/Tokyo', 'now.weekday', 'one-of', 'Wednesday, Thursday')).toBe(true);
    expect(at(late, 'Asia/Tokyo', 'now.date', 'is', '2026-11-25')).toBe(true);
    expect(at(late, 'Europe/Berlin', 'now.time', 'is', '23:30')).toBe(true);
    expect(at(late, 'Europe/Berlin', 'now.time', 'at-least', '23:30')).toBe(true);
    expect(at(late, 'Europe/Berlin', 'now.time', 'before', '24:00')).toBe(true);
    expect(at(late, 'Europe/Berlin', 'now.time', 'after', '23:30')).toBe(false);
    expect(at(late, 'Asia/Tokyo', 'now.time', 'less-than', '09:00')).toBe(true);
    expect(at(late, 'Asia/Tokyo', 'now.time', 'after', '2026-01-01')).toBe(false);
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

  it('finds a pattern anywhere, and none with a broken one', () => {
    expect(holds('contact.name', 'matches', '^Maya')).toBe(true);
    expect(holds('contact.name', 'matches', 'maya')).toBe(false);
    expect(holds('contact.name', 'matches', '(?i)maya')).toBe(true);
    expect(holds('contact.tags', 'matches', '^v')).toBe(true);
    expect(holds('contact.attributes.none', 'matches', '.*')).toBe(false);
    expect(holds('contact.name', 'matches', '(')).toBe(false);
  });

  it('knows a list of values', () => {
    expect(holds('contact.attributes.city', 'one-of', 'Hamburg, BERLIN; Bremen')).toBe(true);
    expect(holds('contact.attributes.city', 'one-of', 'Hamburg')).toBe(false);
    expect(holds('contact.attributes.age', 'one-of', '33, 34')).toBe(true);
    expect(holds('contact.tags', 'one-of', 'lead, vip')).toBe(true);
    expect(holds('contact.attributes.none', 'one-of', ', ;')).toBe(false);
  });

  // It is 24 November 2026, 09:30 in Berlin.
  it.each([
    ['2026-11-23', 'before', 'today', true],
    ['2026-11-24', 'before', 'today', false],
    ['2026-11-24', 'after', 'today', false],
    ['2026-11-25', 'after', 'Today', true],
    ['2026-11-26', 'before', 'in 3 days', true],
    ['2026-11-27', 'before', 'in 3 days', false],
    ['2026-11-24T22:59:00Z', 'after', 'today', false],
    ['2026-11-24T23:01:00Z', 'after', 'today', true],
    ['2026-11-20', 'after', '1 week ago', true],
    ['2026-11-24T08:29:00Z', 'before', 'now', true],
    ['2026-11-24T07:00:00Z', 'after', '2 hours ago', true],
    ['2026-11-24 09:00', 'before', 'now', true],
    ['24.12.2026', 'after', '2026-12-23', true],
    ['2026-12-24', 'before', '1 Jan 2027', true],
    ['someday', 'before', 'today', false],
    ['', 'after', 'today', false],
    ['2026-11-24', 'before', 'someday', false],
  ] as const)('%s is %s %s: %s', (value, operator, expected, result) => {
    const input = stepInput({ kind: 'entered' }, { variables: { when: value } });
    const data = { branches: [branch('yes', 'all', ['all', test('answers.when', operator, expected)])] };
    expect(condition.advance(data, input)).toMatchObject({ port: result ? 'branch:yes' : 'else' });
  });

  it('reports values that nothing can be compared with', () => {
    const codes = (operator: OperatorId, value: string) =>
      condition
        .validate({ branches: [branch('a', 'all', ['all', test('contact.name', operator, value)])] })
        .map(({ code }) => code);
    expect(codes('matches', '(')).toEqual(['bad-value']);
    expect(codes('matches', 'a+')).toEqual([]);
    expect(codes('before', 'soon')).toEqual(['bad-value']);
    expect(codes('after', 'in 2 weeks')).toEqual([]);
    expect(codes('one-of', ' , ')).toEqual(['bad-value']);
    expect(codes('one-of', '')).toEqual(['required-field']);
    expect(operators.before.test('2026-01-01', '2026-01-02')).toBe(true);
    expect(operators.before.test('2026-01-01', 'tomorrow')).toBe(false);
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

  it('asks of a list what it holds and how long it is, and of a row what stands in its fields', () => {
    const row = { title: 'Ham', price: 2.5 };
    const variables = { picks: [row, { title: 'Olives', price: 1 }], chosen: row, none: [] };
    const input = stepInput({ kind: 'entered' }, { variables });
    const passes = (subject: string, operator: OperatorId, value = '') =>
      operators[operator].test(readSubject(subject, input), value);
    expect(passes('answers.picks', 'contains', 'olives')).toBe(true);
    expect(passes('answers.picks', 'contains', 'oliv')).toBe(false);
    expect(passes('answers.picks', 'not-contains', 'egg')).toBe(true);
    expect(passes('answers.picks', 'contains', '2.5')).toBe(true);
    expect(passes('answers.picks', 'one-of', 'Egg, Ham')).toBe(true);
    expect(passes('answers.picks', 'greater-than', '1')).toBe(false);
    expect(passes('answers.none', 'is-empty')).toBe(true);
    expect(passes('answers.picks', 'is-empty')).toBe(false);
    expect(passes('answers.picks.size', 'at-least', '2')).toBe(true);
    expect(passes('answers.none.size', 'is', '0')).toBe(true);
    expect(passes('answers.chosen', 'is', 'ham')).toBe(true);
    expect(passes('answers.chosen.price', 'less-than', '3')).toBe(true);
    expect(passes('answers.picks.last.title', 'is', 'Olives')).toBe(true);
    for (const path of [
      'chosen.nothing',
      'chosen.price.deeper',
      'picks.title',
      'none.first.title',
      'picks.size.x',
    ])
      expect(readSubject(`answers.${path}`, input)).toBeNull();
  });
});
