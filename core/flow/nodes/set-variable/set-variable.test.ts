import { describe, expect, it } from 'vitest';
import type { VariableValue } from '../../basics.ts';
import { compileFlow } from '../../compile.ts';
import { advance } from '../../engine.ts';
import { initialState } from '../../run-state.ts';
import { sampleNode } from '../../samples/build.ts';
import { facts, flowDoc, NOW, stepInput } from '../../testing.ts';
import { setVariable } from './index.ts';
import type { SetVariableData } from './manifest.ts';

const data: SetVariableData = { name: 'total', mode: 'set', valueType: 'text', value: '' };
const run = (change: Partial<SetVariableData>, variables: Record<string, VariableValue> = {}) =>
  setVariable.advance({ ...data, ...change }, stepInput({ kind: 'entered' }, { variables }));
const valueOf = (...args: Parameters<typeof run>) => {
  const outcome = run(...args);
  return outcome.kind === 'leave' ? outcome.variables : outcome;
};

describe('set-variable', () => {
  it('sets a variable to a value of its type, from a template', () => {
    const set = (valueType: SetVariableData['valueType'], value: string) =>
      valueOf({ valueType, value }, { answer: '12' });
    expect(set('text', ' {{ answers.answer }} pieces ')).toEqual({ total: '12 pieces' });
    expect(set('number', '{{ answers.answer | times: 2 }}')).toEqual({ total: 24 });
    expect(set('boolean', 'Yes')).toEqual({ total: true });
    expect(set('date', '24.12.2026')).toEqual({ total: '2026-12-24' });
  });

  it('hands a list or one of its rows on as it is, and makes a list of words', () => {
    const products = [
      { title: 'Ham', price: 2 },
      { title: 'Olives', price: 1 },
    ];
    const set = (valueType: SetVariableData['valueType'], value: string) =>
      valueOf({ valueType, value }, { products });
    expect(set('list', '{{ products }}')).toEqual({ total: products });
    expect(set('list', '{{ products | where: "price", 1 }}')).toEqual({ total: [products[1]] });
    expect(set('item', '{{ products[1] }}')).toEqual({ total: products[1] });
    expect(set('item', '{{ products[7] }}')).toEqual({ total: null });
    expect(set('list', 'Red, {{ products.last.title }}')).toEqual({
      total: [{ value: 'Red' }, { value: 'Olives' }],
    });
    expect(set('text', '{{ products }}')).toEqual({ total: 'Ham, Olives' });
    expect(set('number', '{{ products.first.price }}')).toEqual({ total: 2 });
    expect(set('number', '{{ products }}')).toMatchObject({ fault: { code: 'bad_value' } });
  });

  it('empties the variable when the value is empty, and leaves the contact alone', () => {
    expect(run({ value: '{{ answers.none }}' })).toEqual({
      kind: 'leave',
      port: 'next',
      variables: { total: null },
    });
  });

  it('adds to a number; a variable without a value counts as 0', () => {
    const add = (value: string, variables?: Record<string, VariableValue>) =>
      valueOf({ mode: 'add', value }, variables);
    expect(add('1')).toEqual({ total: 1 });
    expect(add('1', { total: null })).toEqual({ total: 1 });
    expect(add('-2', { total: 5 })).toEqual({ total: 3 });
    expect(add('{{ answers.price }}', { total: '0.1', price: 0.2 })).toEqual({ total: 0.3 });
  });

  it('counts up each time that a run comes by', () => {
    const count = sampleNode('set-variable', 0, 0, { ...data, mode: 'add', value: '1' });
    const flow = compileFlow(
      flowDoc({ start: sampleNode('manual-trigger', 0, 0, {}), one: count, two: count }, [
        ['start', 'next', 'one'],
        ['one', 'next', 'two'],
      ]),
    );
    const { state } = advance(
      flow,
      initialState(),
      { kind: 'started', triggerNodeId: 'start', message: null },
      facts(),
      NOW,
    );
    expect(state.variables).toEqual({ total: 2 });
  });

  it('fails on what is no value of the type, and without a usable name', () => {
    const code = (...args: Parameters<typeof run>) => {
      const outcome = run(...args);
      return outcome.kind === 'fault' ? outcome.fault.code : outcome.kind;
    };
    expect(code({ valueType: 'number', value: 'many' })).toBe('bad_value');
    expect(code({ mode: 'add', value: 'many' })).toBe('bad_value');
    expect(code({ mode: 'add', value: '' })).toBe('bad_value');
    expect(code({ mode: 'add', value: '1' }, { total: 'a lot' })).toBe('not_a_number');
    expect(code({ mode: 'add', value: '1' }, { total: true })).toBe('not_a_number');
    expect(code({ name: '' })).toBe('missing_variable');
    expect(code({ name: '__proto__', value: 'x' })).toBe('missing_variable');
  });

  it('says which variable it fills, and after which way out', () => {
    const writes = (change: Partial<SetVariableData>) =>
      setVariable.manifest.writes?.({ ...data, ...change });
    const write = { field: 'name', name: 'total', ports: ['next'] };
    expect(writes({ valueType: 'date', value: '{{ answers.day }}' })).toEqual([{ ...write, type: 'date' }]);
    expect(writes({ mode: 'add', value: '1' })).toEqual([{ ...write, type: 'number' }]);
    expect(writes({ value: ' ' })).toEqual([{ ...write, type: 'text', ports: [] }]);
    expect(writes({ name: '' })).toEqual([]);
  });

  it('reports names that texts can’t use and fixed values that never fit', () => {
    const codes = (change: Partial<SetVariableData>) =>
      setVariable.validate({ ...data, ...change }).map(({ code, field }) => `${code} ${field}`);
    expect(codes({ value: 'x' })).toEqual([]);
    expect(codes({ name: '', value: 'x' })).toEqual(['required-field name']);
    expect(codes({ name: 'contact', value: 'x' })).toEqual(['bad-name name']);
    expect(codes({ valueType: 'number', value: 'many' })).toEqual(['bad-value value']);
    expect(codes({ valueType: 'number', value: '{{ answers.n }}' })).toEqual([]);
    expect(codes({ mode: 'add', value: 'many' })).toEqual(['bad-value value']);
    expect(codes({ mode: 'add', value: '' })).toEqual(['required-field value']);
  });

  it('says on its card what it does', () => {
    const summary = (change: Partial<SetVariableData>) =>
      setVariable.manifest.summary({ ...data, ...change });
    expect(summary({ value: '{{ contact.name }}' })).toBe('Sets total to {{ contact.name }}');
    expect(summary({ value: '' })).toBe('Sets total to nothing');
    expect(summary({ mode: 'add', value: '1' })).toBe('Adds 1 to total');
    expect(summary({ name: '' })).toBe('No variable yet');
  });
});
