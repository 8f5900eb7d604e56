import { describe, expect, it } from 'vitest';
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

  it('reports bad names and fixed values that never fit', () => {
    const codes = (name: string, valueType: SetAttributeData['valueType'], value: string) =>
      setAttribute.validate({ name, valueType, value }).map((problem) => problem.code);
    expect(codes('', 'text', 'x')).toEqual(['required-field']);
    expect(codes('shoe size', 'text', 'x')).toEqual(['bad-name']);
    expect(codes('size', 'number', 'many')).toEqual(['bad-value']);
    expect(codes('size', 'number', '{{ answers.answer }}')).toEqual([]);
  });
});
