import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { subflow } from './index.ts';
import type { SubflowData } from './manifest.ts';

const data: SubflowData = {
  flowId: '018f3b1a-7b1c-7c3d-8e4f-123456789abc',
  version: 3,
  inputs: [
    { name: 'city', value: '{{ contact.attributes.city }}' },
    { name: 'day', value: '{{ answers.day }}' },
  ],
  outputs: [{ name: 'price', variable: 'total' }],
};
const returned = (outcome: 'completed' | 'exited' | 'failed', variables = {}) =>
  subflow.advance(data, stepInput({ kind: 'returned', outcome, variables }));

describe('subflow', () => {
  it('hands over rendered inputs; an empty one leaves the other flow’s default', () => {
    expect(subflow.advance(data, stepInput({ kind: 'entered' }))).toEqual({
      kind: 'enterSubflow',
      inputs: { city: 'Berlin' },
    });
  });

  it('takes the results and goes on, also when the other flow ended early', () => {
    expect(returned('completed', { price: 12, other: 1 })).toEqual({
      kind: 'leave',
      port: 'completed',
      variables: { total: 12 },
    });
    expect(returned('exited')).toMatchObject({ port: 'completed', variables: { total: null } });
  });

  it('fails when the other flow failed, when nothing is chosen and when an input is broken', () => {
    expect(returned('failed')).toMatchObject({ fault: { code: 'subflow_failed' } });
    const enter = (change: Partial<SubflowData>) =>
      subflow.advance({ ...data, ...change }, stepInput({ kind: 'entered' }));
    expect(enter({ version: 0 })).toMatchObject({ fault: { code: 'no_flow' } });
    expect(enter({ inputs: [{ name: 'a', value: '{{' }] })).toMatchObject({
      fault: { code: 'bad_template' },
    });
  });

  it('tells rules what it runs, reads and fills', () => {
    expect(subflow.manifest.subflow?.(data)).toEqual({ flowId: data.flowId, version: 3 });
    expect(subflow.manifest.subflow?.({ ...data, version: 0 })).toBeNull();
    expect(subflow.manifest.texts?.(data)).toHaveLength(2);
    expect(subflow.manifest.writes?.(data)).toEqual([
      { field: 'outputs.0.variable', name: 'total', type: 'text', ports: ['completed'] },
    ]);
  });

  it('reports what it lacks', () => {
    const problems = (change: Partial<SubflowData>) =>
      subflow.validate({ ...data, ...change }).map(({ code, field }) => `${code} ${field}`);
    expect(problems({})).toEqual([]);
    expect(problems({ flowId: '' })).toEqual(['required-field flowId']);
    expect(problems({ version: 0 })).toEqual(['required-field version']);
    expect(
      problems({
        inputs: [
          { name: 'a', value: '' },
          { name: 'a', value: '' },
          { name: '1', value: '' },
        ],
      }),
    ).toEqual(['duplicate-name inputs.1.name', 'bad-name inputs.2.name']);
    expect(problems({ outputs: [{ name: '', variable: '' }] })).toEqual([
      'required-field outputs.0.name',
      'required-field outputs.0.variable',
    ]);
  });
});
