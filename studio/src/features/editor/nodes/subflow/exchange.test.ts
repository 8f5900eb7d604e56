import { describe, expect, it } from 'vitest';
import type { SubflowData } from '../../../../../../core/flow/nodes/subflow/manifest.ts';
import { declaredOf, inputValue, outputVariable, strays, withInput, withOutput } from './exchange.ts';

const data: SubflowData = {
  flowId: 'f',
  version: 1,
  inputs: [
    { name: 'city', value: 'Bergen' },
    { name: 'old', value: '1' },
  ],
  outputs: [{ name: 'price', variable: 'total' }],
};

describe('what is exchanged with another flow', () => {
  it('goes by the names and roles that it declares', () => {
    const variables = {
      price: { type: 'number', role: 'output' },
      own: { type: 'text' },
      day: { type: 'date', role: 'input' },
      city: { type: 'text', role: 'input' },
    } as const;
    expect(declaredOf(variables, 'input')).toEqual(['city', 'day']);
    expect(declaredOf(variables, 'output')).toEqual(['price']);
  });

  it('is filled in, changed and left out by name', () => {
    expect([inputValue(data, 'city'), inputValue(data, 'day'), outputVariable(data, 'price')]).toEqual([
      'Bergen',
      '',
      'total',
    ]);
    expect(withInput(data, 'city', 'Oslo').inputs[0]).toEqual({ name: 'city', value: 'Oslo' });
    expect(withInput(data, 'day', 'x').inputs[2]).toEqual({ name: 'day', value: 'x' });
    expect(withInput(data, 'city', '').inputs).toEqual([{ name: 'old', value: '1' }]);
    expect(withInput(data, 'day', '').inputs).toEqual(data.inputs);
    expect(withOutput(data, 'price', '').outputs).toEqual([]);
    expect(withOutput(data, 'price', 'sum').outputs).toEqual([{ name: 'price', variable: 'sum' }]);
  });

  it('shows what no field stands for', () => {
    expect(strays(data.inputs, ['city']).map(({ name }) => name)).toEqual(['old']);
    expect(strays([...data.outputs, ...data.outputs], ['price'])).toHaveLength(1);
  });
});
