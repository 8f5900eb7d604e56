import { describe, expect, it } from 'vitest';
import type { AttributeRule } from '../../../people/attributes.ts';
import { stepInput } from '../../testing.ts';
import { setAttribute } from './index.ts';
import type { SetAttributeData } from './manifest.ts';

const set = (valueType: SetAttributeData['valueType'], value: string, name = 'size') =>
  setAttribute.advance(
    { name, valueType, value },
    stepInput({ kind: 'entered' }, { variables: { answer: '12' } }),
  );
const valueOf = (...args: Parameters<typeof set>) => {
  const outcome = set(...args);
  return outcome.kind === 'leave' ? outcome.commands?.[0] : outcome;
};

describe('set-attribute', () => {
  it('writes a value of its type, from a template', () => {
    expect(valueOf('number', '{{ answers.answer }}')).toEqual({
      kind: 'setAttribute',
      name: 'size',
      value: 12,
    });
    expect(valueOf('text', ' {{ answers.answer }} ')).toMatchObject({ value: '12' });
    expect(valueOf('boolean', 'Yes')).toMatchObject({ value: true });
    expect(valueOf('date', '24.12.2026')).toMatchObject({ value: '2026-12-24' });
  });

  it('clears the attribute when the value is empty', () => {
    expect(valueOf('number', '{{ answers.none }}')).toMatchObject({ value: null });
  });

  it('fails on a value of another type or without a name', () => {
    expect(set('number', 'many')).toMatchObject({ kind: 'fault', fault: { code: 'bad_value' } });
    expect(set('text', 'x', ' ')).toMatchObject({ kind: 'fault', fault: { code: 'missing_attribute' } });
  });

  describe('of a defined attribute', () => {
    const rules: Record<string, AttributeRule> = {
      text: { type: 'text', options: [] },
      number: { type: 'number', options: [] },
      boolean: { type: 'boolean', options: [] },
      date: { type: 'date', options: [] },
      choice: { type: 'choice', options: ['Gold', 'Silver'] },
    };
    const setDefined = (type: AttributeRule['type'], value: string, hasEdge = false) =>
      setAttribute.advance(
        { name: 'size', valueType: 'number', value },
        stepInput({ kind: 'entered' }, { attributeRule: () => rules[type]!, hasEdge: () => hasEdge }),
      );

    it.each([
      ['text', '007', '007'],
      ['number', '3,5', 3.5],
      ['boolean', 'Ja', true],
      ['date', '24.12.2026', '2026-12-24'],
      ['choice', 'gold', 'Gold'],
      ['choice', ' ', null],
    ] as const)('the definition counts: %s %o is written as %o', (type, text, value) => {
      expect(setDefined(type, text)).toMatchObject({
        ...{ kind: 'leave', port: 'next', commands: [{ kind: 'setAttribute', name: 'size', value }] },
      });
    });

    it('what can’t be read is not written, and the run goes on with a note', () => {
      const refused = { kind: 'leave', problem: 'attribute_value_refused' };
      expect(setDefined('choice', 'Bronze')).toEqual({ ...refused, port: 'next' });
      expect(setDefined('number', 'many')).toEqual({ ...refused, port: 'next' });
      expect(setDefined('number', 'many', true)).toEqual({ ...refused, port: 'failed' });
    });
  });

  it('reports bad names and fixed values that never fit', () => {
    const codes = (name: string, valueType: SetAttributeData['valueType'], value: string) =>
      setAttribute.validate({ name, valueType, value }).map((problem) => problem.code);
    expect(codes('', 'text', 'x')).toEqual(['required-field']);
    expect(codes('shoe size', 'text', 'x')).toEqual(['bad-name']);
    expect(codes('size', 'number', 'many')).toEqual(['bad-value']);
    expect(codes('size', 'number', '{{ answers.answer }}')).toEqual([]);
  });
});
