import { describe, expect, it } from 'vitest';
import type { FlowNode } from '../nodes/registry.ts';
import { flowDoc } from '../testing.ts';
import { ask, branches, end, found, hear, line, say, setNumber, start, test } from './testing.ts';

describe('variables', () => {
  it('var-maybe-unset: on one of two paths nothing fills it', () => {
    const doc = flowDoc({ start, heard: hear(1, 'x'), hello: say('{{ x }}'), end }, [
      ['start', 'next', 'heard'],
      ['heard', 'reply', 'hello'],
      ['heard', 'no-reply', 'hello'],
      ['hello', 'sent', 'end'],
    ]);
    expect(found('var-maybe-unset', doc)).toEqual(['hello text']);
    expect(found('var-maybe-unset', { ...doc, variables: { x: { type: 'text' } } })).toEqual(['hello text']);
    expect(found('var-maybe-unset', { ...doc, variables: { x: { type: 'text', default: '' } } })).toEqual([]);
    expect(found('var-maybe-unset', { ...doc, variables: { x: { type: 'text', role: 'input' } } })).toEqual(
      [],
    );
  });

  it('no var-maybe-unset when every path fills it, also round a loop', () => {
    const doc = flowDoc({ start, heard: hear(1, 'x'), hello: say('{{ x }}'), again: hear(1, 'x') }, [
      ['start', 'next', 'heard'],
      ['heard', 'reply', 'hello'],
      ['hello', 'sent', 'again'],
      ['again', 'no-reply', 'hello'],
    ]);
    expect(found('var-maybe-unset', doc)).toEqual([]);
  });

  it('no var-maybe-unset for a text that says what to show instead, or asks first', () => {
    const shows = (text: string) =>
      found(
        'var-maybe-unset',
        flowDoc({ start, hello: say(text), heard: hear(1, 'x') }, [
          ['start', 'next', 'hello'],
          ['hello', 'sent', 'heard'],
        ]),
      );
    expect(shows('{{ x }}')).toEqual(['hello text']);
    expect(shows('{{ answers.x | upcase }}')).toEqual(['hello text']);
    expect(shows('{{ x | default: "you" }}')).toEqual([]);
    expect(shows('{% if x %}Hi {{ x }}{% endif %}')).toEqual([]);
    expect(shows('{% unless x == "" %}Hi {{ x }}{% endunless %}')).toEqual([]);
  });

  it('no var-maybe-unset behind a condition that made sure', () => {
    const behind = (port: string, ...tests: Parameters<typeof branches>) =>
      found(
        'var-maybe-unset',
        flowDoc({ start, heard: hear(1, 'x'), check: branches(...tests), hello: say('{{ x }}') }, [
          ['start', 'next', 'heard'],
          ['heard', 'reply', 'check'],
          ['heard', 'no-reply', 'check'],
          ['check', port, 'hello'],
        ]),
      );
    expect(behind('branch:b0', test('answers.x', 'is-not-empty'))).toEqual([]);
    expect(behind('branch:b0', test('answers.x', 'is', 'red'))).toEqual([]);
    expect(behind('else', test('answers.x', 'is-empty'))).toEqual([]);
    expect(behind('else', test('answers.x', 'is-not-empty'))).toEqual(['hello text']);
    expect(behind('branch:b0', test('answers.x', 'is-not', 'red'))).toEqual(['hello text']);
  });

  it('type-mismatch: comparisons that never hold or make no sense', () => {
    const mismatch = (saved: FlowNode, ...tests: Parameters<typeof branches>) =>
      found('type-mismatch', line({ start, saved, check: branches(...tests) }));
    expect(mismatch(ask('x'), test('answers.x', 'greater-than', '5'))).toEqual([
      'check branches.0.groups.0.tests.0.operator',
    ]);
    expect(mismatch(ask('x', 'number'), test('answers.x', 'greater-than', '5'))).toEqual([]);
    expect(mismatch(ask('x', 'number'), test('answers.x', 'less-than', '2026-11-24'))).toEqual([
      'check branches.0.groups.0.tests.0.value',
    ]);
    expect(mismatch(ask('x', 'date'), test('answers.x', 'less-than', '2026-11-24'))).toEqual([]);
    expect(mismatch(ask('x', 'date'), test('answers.x', 'at-most', '7'))).toHaveLength(1);
    expect(mismatch(ask('x'), test('contact.tags', 'greater-than', '5'))).toHaveLength(1);
    expect(mismatch(ask('x', 'number'), test('answers.x', 'before', 'today'))).toHaveLength(1);
    expect(mismatch(ask('x', 'date'), test('answers.x', 'before', 'today'))).toEqual([]);
  });

  it('var-unknown and var-maybe-unset know the clock', () => {
    const doc = line({
      start,
      said: say('{{ now | plus_days: 7 | date: "%F" }} {{ nowhere }}{{ now.time }}'),
    });
    expect(found('var-unknown', doc)).toEqual(['said text', 'said text']);
    expect(found('var-maybe-unset', doc)).toEqual([]);
  });

  it('type-mismatch: a day of the week and a time are compared with their like', () => {
    const check = (...compared: Parameters<typeof test>) =>
      found('type-mismatch', line({ start, check: branches(test(...compared)) })).length;
    expect(check('now.weekday', 'is', 'Monday')).toBe(0);
    expect(check('now.weekday', 'is', '1')).toBe(1);
    expect(check('now.weekday', 'before', 'today')).toBe(1);
    expect(check('now.time', 'before', '18:00')).toBe(0);
    expect(check('now.time', 'at-least', '09:00')).toBe(0);
    expect(check('now.time', 'before', 'tomorrow')).toBe(1);
    expect(check('now.date', 'before', '18:00')).toBe(1);
    expect(check('now.date', 'before', '2026-12-24')).toBe(0);
  });

  it('type-mismatch: a number attribute from a text answer, a default of another type', () => {
    expect(found('type-mismatch', line({ start, a: ask('x'), b: setNumber('{{ x }}') }))).toEqual([
      'b value',
    ]);
    expect(
      found('type-mismatch', line({ start, a: ask('x', 'date'), b: setNumber('{{answers.x}}') })),
    ).toEqual(['b value']);
    expect(found('type-mismatch', line({ start, a: ask('x', 'number'), b: setNumber('{{ x }}') }))).toEqual(
      [],
    );
    expect(
      found('type-mismatch', line({ start, a: ask('x') }, { variables: { x: { type: 'number' } } })),
    ).toEqual(['a']);
    const odd = { variables: { n: { type: 'number' as const, default: 'many' } } };
    expect(found('type-mismatch', line({ start, end }, odd))).toEqual(['variables.n.default']);
  });

  it('type-mismatch: attributes whose type is known', () => {
    const doc = line({ start, check: branches(test('contact.attributes.size', 'at-least', '5')) });
    expect(found('type-mismatch', doc, { attributes: { size: 'text' } })).toHaveLength(1);
    expect(found('type-mismatch', doc, { attributes: { size: 'number' } })).toEqual([]);
    expect(found('type-mismatch', doc)).toEqual([]);
  });
});
