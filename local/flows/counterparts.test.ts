import { describe, expect, it } from 'vitest';
import { counterpartsOf, type KnownThings } from '../../core/flow/counterparts.ts';
import { sampleNode } from '../../core/flow/samples/build.ts';
import { flowDoc } from '../../core/flow/testing.ts';
import { exportFlow, importFlow } from '../../core/flow/transfer.ts';
import { docOn, inOrderOfCalls } from './counterparts.ts';
import type { ReadFlow } from './files.ts';

const calls = (flowId: string, version = 3) =>
  sampleNode('subflow', 0, 0, { flowId, version, inputs: [], outputs: [] });
const entered = sampleNode('segment-trigger', 0, 0, { segmentId: 's-1' });

function file(
  name: string,
  nodes: Parameters<typeof flowDoc>[0],
  names: Parameters<typeof exportFlow>[2] = {},
) {
  const flow = importFlow(exportFlow(name, flowDoc(nodes, []), names));
  if (!flow.ok) throw new Error('the test’s own file can’t be read');
  return { path: `${name}.flow.json`, flow } satisfies ReadFlow;
}

const server = (change: Partial<KnownThings> = {}): KnownThings => ({
  segments: [],
  files: [],
  flows: [],
  flowIds: new Set(),
  ...change,
});
const caller = file(
  'Caller',
  { entered, sub: calls('f-1') },
  {
    segments: { 's-1': 'Regulars' },
    flows: { 'f-1': 'Booking' },
  },
);

describe('what files name by id', () => {
  it('stays where the server knows the id', () => {
    const own = server({ segments: [{ id: 's-1', name: 'Renamed' }], flowIds: new Set(['f-1']) });
    expect(counterpartsOf(caller.flow.dependencies, own)).toEqual({
      mapping: { segment: {}, file: {}, flow: {} },
      missing: [],
    });
  });

  it('is the thing of the same name elsewhere, of a flow its published version', () => {
    const other = server({
      segments: [{ id: 's-9', name: 'Regulars' }],
      flows: [
        { id: 'f-8', name: 'Booking', publishedVersion: null },
        { id: 'f-9', name: 'Booking', publishedVersion: 7 },
      ],
    });
    const { nodes } = docOn(other, caller);
    expect(nodes['entered']?.data).toMatchObject({ segmentId: 's-9' });
    expect(nodes['sub']?.data).toMatchObject({ flowId: 'f-9', version: 7 });
  });

  it('is said to be missing by its name', () => {
    expect(counterpartsOf(caller.flow.dependencies, server()).missing).toEqual([
      'there is no segment "Regulars"',
      'there is no flow "Booking"',
    ]);
    const drafts = server({ flows: [{ id: 'f-8', name: 'Booking', publishedVersion: null }] });
    expect(counterpartsOf(caller.flow.dependencies, drafts).missing[1]).toBe(
      'the flow "Booking" has no published version there: push it with --publish',
    );
    const menu = { by: 'file' as const, fileId: 'file-1', name: 'menu.png' };
    const sender = file('Menu', { send: sampleNode('send-media', 0, 0, { kind: 'image', source: menu }) });
    expect(counterpartsOf(sender.flow.dependencies, server()).missing).toEqual([
      'there is no file "menu.png"',
    ]);
    const files = ['file-8', 'file-9'].map((id) => ({ id, name: 'menu.png' }));
    expect(counterpartsOf(sender.flow.dependencies, server({ files })).missing).toEqual([
      'several files there are called "menu.png"',
    ]);
    const nameless = file('Old', { entered });
    expect(counterpartsOf(nameless.flow.dependencies, server()).missing[0]).toContain(
      'doesn’t say what the segment s-1 is called',
    );
  });
});

describe('files', () => {
  it('come in the order of calls, and calls in a circle end somewhere', () => {
    const names = { flows: { b: 'B', c: 'C', d: 'D' } };
    const files = [
      file('A', { one: calls('b'), two: calls('c') }, names),
      file('B', { one: calls('c') }, names),
      file('C', { entered }),
      file('D', { one: calls('d') }, names),
    ];
    expect(inOrderOfCalls(files).map(({ flow }) => flow.name)).toEqual(['C', 'B', 'A', 'D']);
  });
});
