import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlowDoc } from '../../../../../core/flow/document.ts';
import { sampleNode } from '../../../../../core/flow/samples/build.ts';
import { flowDoc } from '../../../../../core/flow/testing.ts';
import { validateFlow, type Problem, type ValidationContext } from '../../../../../core/flow/validate.ts';
import { SEED, seeded, someDoc, someNode, start } from '../../../../../core/flow/validation/testing.ts';
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
