import { describe, expect, it } from 'vitest';
import { flowNodeSchema, newNode, nodeTypeIds, nodeTypeOf, nodeTypes } from './registry.ts';

describe('the registry', () => {
  it('knows each type by the id in its manifest', () => {
    for (const [id, type] of Object.entries(nodeTypes)) expect(type.manifest.type).toBe(id);
    expect(nodeTypeOf('constructor')).toBeNull();
    expect(nodeTypeOf('no-such-type')).toBeNull();
  });

  it.each(nodeTypeIds)('%s: its defaults fit its schema, and ports are distinct', (id) => {
    const node = newNode(id, { x: 0, y: 0 });
    expect(flowNodeSchema.parse(node)).toEqual(node);
    const type = nodeTypeOf(id);
    const ports = type?.manifest.ports(node.data).map((port) => port.id) ?? [];
    expect(new Set(ports).size).toBe(ports.length);
    expect(type?.manifest.summary(node.data)).not.toBe('');
    expect(type?.manifest.docs).toMatch(/\.$/);
  });

  it('refuses unknown types and unknown fields', () => {
    const delay = {
      type: 'delay',
      typeVersion: 2,
      data: { mode: 'duration', durationMs: 1_000 },
      ui: { x: 0, y: 0 },
    };
    expect(flowNodeSchema.safeParse(delay).success).toBe(true);
    expect(flowNodeSchema.safeParse({ ...delay, type: 'teleport' }).success).toBe(false);
    expect(
      flowNodeSchema.safeParse({ ...delay, data: { mode: 'duration', durationMs: 1_000, hurry: true } })
        .success,
    ).toBe(false);
    expect(flowNodeSchema.safeParse({ ...delay, typeVersion: 1 }).success).toBe(false);
  });
});
