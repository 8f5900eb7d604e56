import { describe, expect, it } from 'vitest';
import type { FlowDoc } from './document.ts';
import { semanticHash } from './hash.ts';
import { welcomeFlow } from './samples/welcome.ts';

/** As jsonb gives it back: the same content, keys in another order. */
function reordered<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map((item: unknown) => reordered(item)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reordered(item)]),
  ) as Value;
}

describe('semanticHash', () => {
  it('ignores layout, notes, edge ids and the order of keys', async () => {
    const hash = await semanticHash(welcomeFlow);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    const moved: FlowDoc = structuredClone(welcomeFlow);
    for (const node of Object.values(moved.nodes)) node.ui = { x: 1, y: 2 };
    moved.notes = {};
    moved.edges = Object.fromEntries(Object.values(moved.edges).map((edge, index) => [`e${index}`, edge]));
    expect(await semanticHash(reordered(moved))).toBe(hash);
  });

  it('changes with texts, edges, rules and the order of buttons', async () => {
    const hashes = new Set([await semanticHash(welcomeFlow)]);
    const change = async (edit: (doc: FlowDoc) => void) => {
      const doc = structuredClone(welcomeFlow);
      edit(doc);
      hashes.add(await semanticHash(doc));
    };
    await change((doc) => (doc.rules.exitOn.reply = true));
    await change((doc) => delete doc.edges[Object.keys(doc.edges)[0] ?? '']);
    await change(
      (doc) => doc.nodes['greet']?.type === 'send-buttons' && doc.nodes['greet'].data.buttons.reverse(),
    );
    await change(
      (doc) => doc.nodes['confirm']?.type === 'send-text' && (doc.nodes['confirm'].data.text = 'Done'),
    );
    expect(hashes.size).toBe(5);
  });
});
