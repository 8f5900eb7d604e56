import { describe, expect, it } from 'vitest';
import { bringIn } from './bring-in.ts';
import type { KnownThings } from './counterparts.ts';
import { sampleNode } from './samples/build.ts';
import { flowDoc } from './testing.ts';
import { exportFlow } from './transfer.ts';

const doc = flowDoc(
  {
    entered: sampleNode('segment-trigger', 0, 0, { segmentId: 's-1' }),
    sub: sampleNode('subflow', 0, 0, { flowId: 'f-1', version: 2, inputs: [], outputs: [] }),
  },
  [],
);
const file = exportFlow('Caller', doc, { segments: { 's-1': 'Regulars' }, flows: { 'f-1': 'Booking' } });
const context = { segments: ['s-9'], publishedVersions: { 'f-9': [7] } };
const here: KnownThings = {
  segments: [{ id: 's-9', name: 'Regulars' }],
  files: [],
  flows: [{ id: 'f-9', name: 'Booking', publishedVersion: 7 }],
  flowIds: new Set(['f-9']),
};

it('names what has the same name here, and says so', () => {
  const brought = bringIn(file, context, here);
  if (!brought.ok) throw new Error('not read');
  expect(brought.doc.nodes['entered']?.data).toMatchObject({ segmentId: 's-9' });
  expect(brought.doc.nodes['sub']?.data).toMatchObject({ flowId: 'f-9', version: 7 });
  expect(brought.needs).toMatchObject([
    { kind: 'segment', title: 'Regulars', isMissing: false, advice: null, counterpart: 'Regulars' },
    { kind: 'flow', title: 'Booking, version 2', isMissing: false, counterpart: 'Booking, version 7' },
  ]);
});

it('keeps the ids of what is not here, and names it first', () => {
  const brought = bringIn(file, { ...context, segments: [] }, { ...here, segments: [] });
  if (!brought.ok) throw new Error('not read');
  expect(brought.doc.nodes['entered']?.data).toMatchObject({ segmentId: 's-1' });
  expect(brought.needs.map(({ kind, isMissing, counterpart }) => [kind, isMissing, counterpart])).toEqual([
    ['segment', true, null],
    ['flow', false, 'Booking, version 7'],
  ]);
});

it('leaves alone what is here under its own id, whatever it is called', () => {
  const own = {
    ...here,
    segments: [{ id: 's-1', name: 'Renamed' }, ...here.segments],
    flowIds: new Set(['f-1', 'f-9']),
  };
  const brought = bringIn(
    file,
    { segments: ['s-1', 's-9'], publishedVersions: { 'f-1': [2], 'f-9': [7] } },
    own,
  );
  expect(brought).toMatchObject({ ok: true, doc, needs: [{ counterpart: null }, { counterpart: null }] });
});

describe('a file that a step sends', () => {
  const source = { by: 'file' as const, fileId: 'file-1', name: 'menu.png' };
  const sends = flowDoc({ send: sampleNode('send-media', 0, 0, { kind: 'image', source }) }, []);
  const written = exportFlow('Menu', sends);
  const bring = (files: KnownThings['files']) => {
    const kinds = Object.fromEntries(files.map(({ id }) => [id, 'image' as const]));
    const brought = bringIn(JSON.parse(JSON.stringify(written)), { files: kinds }, { ...here, files });
    if (!brought.ok) throw new Error('not read');
    return brought;
  };

  it('is listed with the name that people gave it', () => {
    expect(written.dependencies.files).toEqual([{ id: 'file-1', name: 'menu.png' }]);
    expect(file.dependencies).not.toHaveProperty('files');
  });

  it('is missing in another organisation, and says what to do', () => {
    const { doc, needs } = bring([]);
    expect(needs).toEqual([
      {
        ...{ kind: 'file', key: 'file-1', title: 'menu.png', places: 1, isMissing: true },
        ...{ advice: 'Upload this file here, or choose another: menu.png.', suggestion: null },
        counterpart: null,
      },
    ]);
    expect(doc.nodes['send']?.data).toMatchObject({ source });
  });

  it('is the one file of its name there, and none of several', () => {
    const menu = (id: string) => ({ id, name: 'menu.png' });
    const { doc, needs } = bring([menu('file-8')]);
    expect(needs).toMatchObject([{ isMissing: false, counterpart: 'menu.png' }]);
    expect(doc.nodes['send']?.data).toMatchObject({ source: { ...source, fileId: 'file-8' } });
    expect(bring([menu('file-8'), menu('file-9')]).needs).toMatchObject([{ isMissing: true }]);
    expect(bring([menu('file-1'), menu('file-9')]).doc).toEqual(sends);
  });
});
