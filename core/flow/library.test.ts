import { describe, expect, it } from 'vitest';
import type { FlowDoc } from './document.ts';
import { addCalledVersions, countCalledNodes, MAX_CALLED_NODES, subflowKey } from './library.ts';
import type { FlowLibrary } from './library.ts';
import { sampleNode } from './samples/build.ts';
import { flowDoc } from './testing.ts';

const calls = (...flowIds: string[]): FlowDoc =>
  flowDoc(
    Object.fromEntries(
      flowIds.map((flowId, index) => [
        `c${index}`,
        sampleNode('subflow', 0, 0, { flowId, version: 1, inputs: [], outputs: [] }),
      ]),
    ),
    [],
  );

/** What a host with these versions loads for a document, and what it was asked for, in order. */
async function loaded(doc: FlowDoc, stored: FlowLibrary) {
  const library: Record<string, FlowDoc> = {};
  const asked: string[] = [];
  await addCalledVersions(doc, library, (uses) => {
    const keys = uses.map(subflowKey);
    asked.push(...keys);
    return Promise.resolve(
      Object.fromEntries(keys.flatMap((key) => (stored[key] ? [[key, stored[key]]] : []))),
    );
  });
  return { library, asked };
}

describe('the versions that a flow calls', () => {
  it('are asked for once, however many steps on however many levels call them', async () => {
    const stored = { 'a/1': calls('b', 'b', 'c'), 'b/1': calls('c', 'c'), 'c/1': calls('b') };
    const { library, asked } = await loaded(calls('a', 'a', 'gone'), stored);
    expect(asked).toEqual(['a/1', 'gone/1', 'b/1', 'c/1']);
    expect(library).toEqual(stored);
  });

  it('are asked for down to the deepest level that a run may enter', async () => {
    const stored = Object.fromEntries([1, 2, 3, 4, 5, 6].map((at) => [`f${at}/1`, calls(`f${at + 1}`)]));
    const { asked } = await loaded(calls('f1'), stored);
    expect(asked).toEqual(['f1/1', 'f2/1', 'f3/1', 'f4/1', 'f5/1']);
  });

  it('are no longer asked for once they are too many, and what is there says so', async () => {
    const wide = (name: string) => calls(...Array.from({ length: 500 }, (_, at) => `${name}${at}`));
    const stored = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`x${at}/1`, wide(`y${at}-`)]));
    const { library, asked } = await loaded(wide('x'), stored);
    expect(asked.length).toBeLessThanOrEqual(50);
    expect(countCalledNodes(wide('x'), library)).toBeGreaterThan(MAX_CALLED_NODES);
  });

  it('count once each, one that is not there as one step', () => {
    expect(countCalledNodes(calls('a', 'a', 'gone'), { 'a/1': calls('a', 'b'), 'b/1': calls() })).toBe(4);
  });
});
