import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlowDoc } from '../../../../../core/flow/document.ts';
import { newNode, type FlowNode } from '../../../../../core/flow/nodes/registry.ts';
import { sampleNode } from '../../../../../core/flow/samples/build.ts';
import { flowDoc } from '../../../../../core/flow/testing.ts';
import { validateFlow, type Problem, type ValidationContext } from '../../../../../core/flow/validate.ts';
import {
  branches,
  SEED,
  seeded,
  someDoc,
  someNode,
  start,
  test as testOf,
} from '../../../../../core/flow/validation/testing.ts';
import { applyEdit } from './edits.ts';
import { quickFixEdit, quickFixLabel } from './quick-fix.ts';

const context: ValidationContext = { publishedVersions: { f: [1, 3] } };

function fixed(doc: FlowDoc, problem: Problem): FlowDoc {
  const edit = problem.fix && quickFixEdit(doc, problem.fix);
  if (!edit) throw new Error(`The fix of ${problem.code} makes no edit.`);
  return applyEdit(doc, edit);
}

const keyOf = ({ code, nodeId, field }: Problem) => `${code} ${nodeId} ${field}`;
/** Errors by code and step; their fields may move, for example when a branch above them is removed. */
function countsOf(problems: Problem[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { severity, code, nodeId } of problems) {
    if (severity === 'error') counts.set(`${code} ${nodeId}`, (counts.get(`${code} ${nodeId}`) ?? 0) + 1);
  }
  return counts;
}

describe('quick fixes', () => {
  it(seeded('remove the problem they are offered for and add no error'), () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(someDoc(someNode), (doc) => {
        const problems = validateFlow(doc, context);
        for (const problem of problems.filter(({ fix }) => fix !== undefined)) {
          const { fix } = problem;
          if (!fix) continue;
          seen.add(fix.kind);
          expect(quickFixLabel(fix)).not.toBe('');
          const after = validateFlow(fixed(doc, problem), context);
          const count = (list: Problem[]) =>
            list.filter((one) => keyOf(one) === keyOf(problem) && one.message === problem.message).length;
          expect([keyOf(problem), count(after)]).toEqual([keyOf(problem), count(problems) - 1]);
          // A trigger lets runs reach steps whose problems nobody could see before.
          if (fix.kind === 'addTrigger') continue;
          // A longer limit lets time pass that it cut short before.
          if (fix.kind === 'setFlowTimeout') continue;
          // Of two connections of a port one is hidden, and shows once the other goes with a step.
          if (problems.some(({ code }) => code === 'port-connected-twice')) continue;
          const before = countsOf(problems);
          for (const [key, count] of countsOf(after)) {
            expect([key, count]).toEqual([key, Math.min(count, before.get(key) ?? 0)]);
          }
        }
      }),
      { seed: SEED, numRuns: 150 },
    );
    expect(seen.size).toBeGreaterThan(5);
  });

  it('uses the newest version of a called flow', () => {
    const sub = sampleNode('subflow', 0, 0, { flowId: 'f', version: 2, inputs: [], outputs: [] });
    const doc = flowDoc({ start, sub }, [['start', 'next', 'sub']]);
    const problem = validateFlow(doc, context).find(({ code }) => code === 'subflow-unpublished');
    expect(problem && fixed(doc, problem).nodes.sub?.data).toMatchObject({ version: 3 });
  });

  const after = (code: string, doc: FlowDoc, known: ValidationContext = context) => {
    const problem = validateFlow(doc, known).find((one) => one.code === code);
    if (!problem) throw new Error(`There is no ${code}.`);
    const mended = fixed(doc, problem);
    const isSame = (one: Problem) => keyOf(one) === keyOf(problem) && one.message === problem.message;
    expect(validateFlow(mended, known).filter(isSame)).toEqual([]);
    return mended.nodes;
  };
  const line = (step: FlowNode, first: FlowNode = start) =>
    flowDoc({ start: first, step }, [['start', 'next', 'step']], {
      variables: { weight: { type: 'number' } },
    });

  it.each([
    ['{{ weigt | default: "weigt" }} {{ weight }}', '{{ weight | default: "weigt" }} {{ weight }}'],
    [
      '{% if answers.weigt %}{{ answers.weigt }}{% endif %}',
      '{% if answers.weight %}{{ answers.weight }}{% endif %}',
    ],
    ['Hi {{ contact.firstname }}, {{ contact.name }}', 'Hi {{ contact.firstName }}, {{ contact.name }}'],
    ['{{ conversation["window_ends_at"] }}', '{{ conversation["windowEndsAt"] }}'],
  ])('puts the name that was meant into a text: %s', (text, mended) => {
    const nodes = after('var-unknown', line(sampleNode('send-text', 0, 0, { text })));
    expect(nodes.step?.data).toMatchObject({ text: mended });
  });

  it('puts the name that was meant where a condition looks, a trigger, a tag or an attribute is named', () => {
    const ask = (subject: string, value = '') =>
      line(branches(testOf(subject, 'is', value)), sampleNode('attribute-trigger', 0, 0, { name: 'citty' }));
    const known = { ...context, attributes: { city: 'text' as const }, tags: ['lead'] };
    const subjectIn = (nodes: FlowDoc['nodes']) => JSON.stringify(nodes.step?.data);
    expect(subjectIn(after('trigger-field-unknown', ask('trigger.previus'), known))).toContain(
      '"trigger.previous"',
    );
    expect(subjectIn(after('var-unknown', ask('answers.Weight'), known))).toContain('"answers.weight"');
    expect(after('attribute-unknown', ask('trigger.value'), known).start?.data).toEqual({ name: 'city' });
    const tagged = sampleNode('tag-trigger', 0, 0, { tag: 'leads' });
    const hello = sampleNode('send-text', 0, 0, { text: '{{ contact.attributes.citi }}' });
    expect(after('tag-unknown', line(hello, tagged), known).start?.data).toEqual({ tag: 'lead' });
    expect(after('attribute-unknown', line(hello), known).step?.data).toEqual({
      text: '{{ contact.attributes.city }}',
    });
  });

  it('puts the input that was meant, and takes out a word that stands twice', () => {
    const called = flowDoc({ in: newNode('subflow-trigger', { x: 0, y: 0 }) }, [], {
      variables: { city: { type: 'text', role: 'input' } },
    });
    const sub = sampleNode('subflow', 0, 0, {
      ...{ flowId: 'f', version: 3, outputs: [] },
      inputs: [{ name: 'citty', value: 'Rome' }],
    });
    const known = { ...context, subflows: { 'f/3': called } } as const;
    expect(after('subflow-mapping', line(sub), known).step?.data).toMatchObject({
      inputs: [{ name: 'city', value: 'Rome' }],
    });
    const word = (text: string) => ({ match: 'exact' as const, text });
    const keywords = sampleNode('keyword-trigger', 0, 0, {
      keywords: [word('hi'), word('yes'), word('Hi!')],
    });
    expect(
      after('keyword-conflict', line(sampleNode('send-text', 0, 0, { text: 'x' }), keywords)).start?.data,
    ).toEqual({
      keywords: [word('hi'), word('yes')],
    });
  });

  it('leaves alone what its author has changed meanwhile', () => {
    const doc = line(sampleNode('send-text', 0, 0, { text: '{{ weight }}' }));
    const at = { nodeId: 'step', field: 'text' };
    expect(quickFixEdit(doc, { kind: 'renameRead', ...at, path: ['weigth'], name: 'weight' })).toBeNull();
    const item = { match: 'exact', text: 'other' };
    expect(quickFixEdit(doc, { kind: 'removeItem', nodeId: 'start', field: 'keywords.0', item })).toBeNull();
  });

  it('makes no edit when its author was quicker: a port that leads on, a variable that is declared', () => {
    const text = sampleNode('send-text', 0, 0, { text: 'Hello' });
    const doc = flowDoc({ start, text }, [['start', 'next', 'text']], {
      variables: { x: { type: 'number' } },
    });
    expect(quickFixEdit(doc, { kind: 'connectExit', nodeId: 'start', port: 'next' })).toBeNull();
    expect(quickFixEdit(doc, { kind: 'declareVariable', name: 'x' })).toBeNull();
  });

  it('makes no edit when the step has gone meanwhile', () => {
    const doc = flowDoc({ start }, []);
    expect(
      quickFixEdit(doc, { kind: 'setField', nodeId: 'gone', field: 'version', value: 1, label: 'x' }),
    ).toBeNull();
    expect(
      quickFixEdit(doc, { kind: 'setField', nodeId: 'start', field: 'no.such', value: 1, label: 'x' }),
    ).toBeNull();
    expect(quickFixEdit(doc, { kind: 'removeNode', nodeId: 'gone' })).toBeNull();
  });
});
