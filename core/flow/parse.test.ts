import { describe, expect, it } from 'vitest';
import { parseFlow } from './parse.ts';
import { sampleNode } from './samples/build.ts';
import { welcomeFlow } from './samples/welcome.ts';
import { flowDoc } from './testing.ts';

const problemsOf = (json: unknown) => {
  const parsed = parseFlow(json);
  return parsed.ok ? [] : parsed.problems;
};
const copy = () => structuredClone(welcomeFlow) as unknown as Record<string, never>;

describe('parseFlow', () => {
  it('takes a document and gives it back', () => {
    expect(parseFlow(welcomeFlow)).toEqual({ ok: true, doc: welcomeFlow });
  });

  it('names node and field of what is wrong', () => {
    const doc = flowDoc({ pause: sampleNode('delay', 0, 0, { mode: 'duration', durationMs: -1 }) }, []);
    expect(problemsOf(doc)).toMatchObject([
      { code: 'bad-document', severity: 'error', nodeId: 'pause', field: 'durationMs' },
    ]);
    expect(problemsOf({ ...copy(), rules: {} }).map((problem) => problem.field)).toContain('rules.reentry');
  });

  it('takes size and colour of a note within their limits, and notes of before that have neither', () => {
    const withNote = (look: object) => ({
      ...copy(),
      notes: { n: { text: 'Ask Maya', ui: { x: 1, y: 2, ...look } } },
    });
    for (const look of [{}, { width: 120 }, { width: 2_000, height: 64, color: 'blue' }])
      expect(parseFlow(withNote(look))).toEqual({ ok: true, doc: withNote(look) });
    expect(
      problemsOf(withNote({ width: 119, height: 2_001, color: 'red' })).map(({ field }) => field),
    ).toEqual(['notes.n.ui.width', 'notes.n.ui.height', 'notes.n.ui.color']);
  });

  it('keeps of rows that a variable begins with what texts can read, and refuses more than a list takes', () => {
    const withDefault = (type: 'list' | 'item', value: unknown) => ({
      ...copy(),
      variables: { rows: { type, default: value } },
    });
    const keptOf = (type: 'list' | 'item', value: unknown) => {
      const parsed = parseFlow(JSON.parse(JSON.stringify(withDefault(type, value))));
      return parsed.ok ? parsed.doc.variables['rows']?.default : parsed.problems.map(({ field }) => field);
    };
    const odd = JSON.parse('{"title":"A","net price":2,"toString":"x","__proto__":"y","lt":"z"}') as object;
    expect(keptOf('list', [odd, {}])).toEqual([{ title: 'A', net_price: 2, lt: 'z' }]);
    expect(keptOf('item', odd)).toEqual({ title: 'A', net_price: 2, lt: 'z' });
    expect(keptOf('item', { toString: 'x' })).toBeNull();
    expect(keptOf('item', 'Ham')).toBe('Ham');
    const large = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`f${index}`, 'x'.repeat(900)]),
    );
    for (const [type, value] of [
      ['item', large],
      ['list', [large]],
      ['list', Array.from({ length: 101 }, (_, id) => ({ id }))],
    ] as const) {
      expect(keptOf(type, value)).toEqual(['variables.rows.default']);
    }
  });

  it.each([[null], [undefined], ['text'], [[]], [5], [() => 1]])('refuses %s', (json) => {
    expect(problemsOf(json).length).toBeGreaterThan(0);
  });

  it('refuses what is too large, too many or too deep with a sentence', () => {
    const node = sampleNode('delay', 0, 0, { mode: 'duration', durationMs: 1_000 });
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`n${index}`, node]));
    expect(problemsOf(flowDoc(many, []))).toMatchObject([
      { code: 'too-many-nodes', message: expect.stringContaining('501') as string },
    ]);
    expect(problemsOf({ ...copy(), notes: 'x'.repeat(1024 * 1024) })).toMatchObject([{ code: 'too-large' }]);
    let deep: unknown = 1;
    for (let level = 0; level < 40; level += 1) deep = [deep];
    expect(problemsOf({ ...copy(), notes: deep })).toMatchObject([{ code: 'too-deep' }]);
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    expect(problemsOf(circular)).toMatchObject([{ code: 'not-json' }]);
  });

  it('makes strings storable', () => {
    const doc = flowDoc({ say: sampleNode('send-text', 0, 0, { text: 'a\u0000b\ud83d' }) }, []);
    const parsed = parseFlow(doc);
    expect(parsed.ok && parsed.doc.nodes['say']?.data).toEqual({ text: 'a\ufffdb\ufffd' });
  });

  it('refuses ids and names that are unsafe, and drops __proto__', () => {
    const evil = JSON.parse('{"__proto__":{"type":"exit"}}') as object;
    const parsed = parseFlow({ ...copy(), nodes: evil });
    expect(parsed.ok && Object.getPrototypeOf(parsed.doc.nodes) === Object.prototype).toBe(true);
    expect(parsed.ok && Object.keys(parsed.doc.nodes)).toEqual([]);
    expect(problemsOf({ ...copy(), nodes: { 'a b': {} } }).length).toBeGreaterThan(0);
    expect(problemsOf({ ...copy(), variables: { contact: { type: 'text' } } }).length).toBeGreaterThan(0);
    expect(problemsOf({ ...copy(), variables: { 'my name': { type: 'text' } } }).length).toBeGreaterThan(0);
    expect(({} as Record<string, unknown>)['type']).toBeUndefined();
  });
});
