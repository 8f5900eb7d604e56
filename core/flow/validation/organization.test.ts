import { describe, expect, it } from 'vitest';
import type { VariableType } from '../basics.ts';
import { newNode } from '../nodes/registry.ts';
import { sampleNode } from '../samples/build.ts';
import { end, found, line, say, setNumber, start, tagged } from './testing.ts';

describe('what the organisation has', () => {
  it('attribute-unknown, unless this flow sets it', () => {
    const doc = line({ start, a: say('{{ contact.attributes.citty }}') });
    expect(found('attribute-unknown', doc, { attributes: { city: 'text' } })).toEqual(['a text']);
    expect(found('attribute-unknown', doc)).toEqual([]);
    expect(found('attribute-unknown', doc, { attributes: { citty: 'text' } })).toEqual([]);
    const sets = line({ start, a: say('{{ contact.attributes.size }}'), b: setNumber('5') });
    expect(found('attribute-unknown', sets, { attributes: {} })).toEqual([]);
  });

  it('attribute-misfit', () => {
    const set = (value: string) =>
      line({ start, a: sampleNode('set-attribute', 0, 0, { name: 'plan', valueType: 'text', value }) });
    const context = { attributeRules: { plan: { type: 'choice' as const, options: ['Gold'] } } };
    expect(found('attribute-misfit', set('Bronze'), context)).toEqual(['a value']);
    expect(found('attribute-misfit', set('gold'), context)).toEqual([]);
    expect(found('attribute-misfit', set('{{ x }}'), context)).toEqual([]);
    expect(found('attribute-misfit', set('Bronze'), { attributeRules: {} })).toEqual([]);
  });

  it('tag-unknown: only slips of the pen', () => {
    expect(found('tag-unknown', line({ tagged, end }), { tags: ['leads'] })).toEqual(['tagged tag']);
    expect(found('tag-unknown', line({ tagged, end }), { tags: ['Lead'] })).toEqual(['tagged tag']);
    expect(found('tag-unknown', line({ tagged, end }), { tags: ['vip'] })).toEqual([]);
  });

  it('segment-unknown', () => {
    const entered = sampleNode('segment-trigger', 0, 0, { segmentId: 's-1' });
    expect(found('segment-unknown', line({ entered, end }), { segments: ['s-2'] })).toEqual([
      'entered segmentId',
    ]);
    expect(found('segment-unknown', line({ entered, end }), { segments: ['s-1'] })).toEqual([]);
  });

  it('subflow-unpublished, subflow-recursion and subflow-mapping', () => {
    const call = (flowId: string, version: number) =>
      sampleNode('subflow', 0, 0, { flowId, version, inputs: [{ name: 'who', value: 'you' }], outputs: [] });
    const called = newNode('subflow-trigger', { x: 0, y: 0 });
    const inner = line({ called, end }, { variables: { who: { type: 'text', role: 'input' } } });
    const doc = line({ start, sub: call('f', 2) });
    expect(found('subflow-unpublished', doc, { publishedVersions: { f: [1] } })).toEqual(['sub version']);
    expect(found('subflow-unpublished', doc, { publishedVersions: { f: [1, 2] } })).toEqual([]);
    expect(found('subflow-unpublished', doc)).toEqual([]);
    expect(found('subflow-recursion', doc, { flowId: 'f' })).toEqual(['sub flowId']);
    expect(found('subflow-recursion', doc, { flowId: 'g', subflows: { 'f/2': inner } })).toEqual([]);
    const back = { 'f/2': line({ called, sub: call('g', 1) }) };
    expect(found('subflow-recursion', doc, { flowId: 'g', subflows: back })).toEqual(['sub flowId']);
    expect(found('subflow-mapping', doc, { subflows: { 'f/2': inner } })).toEqual([]);
    expect(found('subflow-mapping', doc, { subflows: { 'f/2': line({ called, end }) } })).toEqual([
      'sub inputs.0.name',
    ]);
    expect(found('subflow-mapping', doc, { subflows: { 'f/2': line({ start, end }) } })).toEqual([
      'sub flowId',
    ]);
    const counts = line({ called, end }, { variables: { who: { type: 'number', role: 'input' } } });
    expect(found('subflow-mapping', doc, { subflows: { 'f/2': counts } })).toEqual(['sub inputs.0.value']);
  });

  it('what a called flow gives back has the type that is declared there', () => {
    const sub = sampleNode('subflow', 0, 0, {
      flowId: 'f',
      version: 2,
      inputs: [],
      outputs: [{ name: 'price', variable: 'total' }],
    });
    const price = (type: VariableType) => ({
      'f/2': line(
        { called: newNode('subflow-trigger', { x: 0, y: 0 }), end },
        { variables: { price: { type, role: 'output' } } },
      ),
    });
    const doc = line({ start, sub }, { variables: { total: { type: 'number' } } });
    expect(found('type-mismatch', doc, { subflows: price('number') })).toEqual([]);
    expect(found('type-mismatch', doc, { subflows: price('date') })).toEqual(['sub']);
  });
});
