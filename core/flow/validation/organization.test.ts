import { describe, expect, it } from 'vitest';
import type { VariableType } from '../basics.ts';
import { newNode } from '../nodes/registry.ts';
import type { FlowNode } from '../nodes/registry.ts';
import { sampleNode } from '../samples/build.ts';
import { validateFlow } from '../validate.ts';
import { delay, end, found, line, say, setNumber, start, tagged } from './testing.ts';

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

  describe('files', () => {
    const MENU = '0190a1b2-0000-7000-8000-00000000abcd';
    const source = { by: 'file' as const, fileId: MENU };
    const sends = line({
      start,
      a: sampleNode('send-media', 0, 0, {
        kind: 'image',
        source,
        fallback: {
          ...{ name: 'menu', language: 'en', header: [], body: [] },
          headerMedia: { kind: 'document', source },
        },
      }),
    });

    it('file-unknown, in steps and in headers of templates', () => {
      const places = ['a fallback.headerMedia.source.fileId', 'a source.fileId'];
      expect(found('file-unknown', sends, { files: {} })).toEqual(places);
      expect(found('file-unknown', sends, { files: { [MENU]: 'image' } })).toEqual([]);
      expect(found('file-unknown', sends)).toEqual([]);
    });

    it('file-misfit: what goes out as something else than it is', () => {
      expect(found('file-misfit', sends, { files: { [MENU]: 'image' } })).toEqual([
        'a fallback.headerMedia.source.fileId',
      ]);
      expect(found('file-misfit', sends, { files: { [MENU]: 'document' } })).toEqual(['a source.fileId']);
      expect(found('file-misfit', sends, { files: {} })).toEqual([]);
    });
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

  describe('flows that call flows', () => {
    const called = newNode('subflow-trigger', { x: 0, y: 0 });
    const call = (flowId: string, label = 'Run a flow') =>
      sampleNode('subflow', 0, 0, { label, flowId, version: 1, inputs: [], outputs: [] });
    /** f1 calls f2, and so on up to the last. */
    const chainTo = (last: number) =>
      Object.fromEntries(
        Array.from({ length: last }, (_, index) => [
          `f${index + 1}/1`,
          line({ called, next: index + 1 === last ? end : call(`f${index + 2}`, `Step ${index + 1}`) }),
        ]),
      );
    const root = line({ start, sub: call('f1', 'Begin') });

    it('subflow-too-deep: over more levels than a run may enter, with the steps that lead there', () => {
      expect(found('subflow-too-deep', root, { subflows: chainTo(5) })).toEqual([]);
      expect(found('subflow-too-deep', root, { subflows: chainTo(6) })).toEqual(['sub flowId']);
      const [problem] = validateFlow(root, { subflows: chainTo(7) });
      expect(problem).toMatchObject({ code: 'subflow-too-deep', severity: 'error' });
      expect(problem?.message).toContain('over 5 levels');
      expect(problem?.message).toContain('"Begin" > "Step 1" > "Step 2" > "Step 3" > "Step 4" > "Step 5"');
    });

    it('subflow-too-deep says nothing of a circle: that is subflow-recursion', () => {
      const subflows = { 'f1/1': line({ called, back: call('f1') }) };
      expect(found('subflow-recursion', root, { flowId: 'f0', subflows })).toEqual(['sub flowId']);
      expect(found('subflow-too-deep', root, { flowId: 'f0', subflows })).toEqual([]);
    });

    it('subflow-recursion: also over two versions of one flow, with the fewest calls', () => {
      const newer = sampleNode('subflow', 0, 0, { flowId: 'f1', version: 2, inputs: [], outputs: [] });
      const subflows = {
        'f1/1': line({ called, a: call('f2'), b: call('f3') }),
        'f2/1': line({ called, end }),
        'f3/1': line({ called, newer }),
        'f1/2': line({ called, end }),
      };
      const problem = validateFlow(root, { subflows }).find(({ code }) => code === 'subflow-recursion');
      expect(problem?.message).toContain('over 3 calls');
    });

    it('subflow-too-large: more steps in all that is called than may be compiled', () => {
      const many = (count: number) =>
        line({ called, ...Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}`, end])) });
      const calls = line({ start, a: call('f1'), b: call('f2') });
      const large = { 'f1/1': many(999), 'f2/1': many(1000) };
      expect(found('subflow-too-large', calls, { subflows: { ...large, 'f2/1': many(999) } })).toEqual([]);
      expect(found('subflow-too-large', calls, { subflows: large })).toEqual(['']);
    });

    it('are judged once for all steps that call them, whatever time has passed before each', () => {
      const waitsAndCalls = (flowId: string) =>
        Object.fromEntries(
          Array.from({ length: 30 }, (_, at): [string, FlowNode][] => [
            [`wait${at}`, delay((at + 1) / 60)],
            [`call${at}`, call(flowId)],
          ]).flat(),
        );
      const subflows = Object.fromEntries(
        [1, 2, 3, 4, 5].map((level) => [
          `f${level}/1`,
          line({ called, ...(level === 5 ? { end } : waitsAndCalls(`f${level + 1}`)) }),
        ]),
      );
      // 30^5 ways through: this ends at all only when none of them is walked twice.
      const doc = line({ start, ...waitsAndCalls('f1') });
      expect(validateFlow(doc, { flowId: 'f0', subflows }).map(({ code }) => code)).not.toContain(
        'subflow-recursion',
      );
    });
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
