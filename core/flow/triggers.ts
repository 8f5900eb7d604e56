/**
 * Triggers of a published flow in the form of table `flow_triggers`, and which of them an event fires. What a type of
 * trigger listens to and what fires it stands in its own folder.
 */
import type { NodeId } from './basics.ts';
import type { FlowDoc } from './document.ts';
import type { TriggerEvent, TriggerKey } from './events.ts';
import { nodeTypeOf } from './nodes/registry.ts';

/** A row of `flow_triggers`: plain JSON, one for each trigger node that can fire. */
export interface CompiledTrigger {
  nodeId: NodeId;
  type: string;
  keys: TriggerKey[];
  specificity: number;
  interrupts: boolean;
  /** The node's own data. */
  data: unknown;
}

/** Triggers that can fire, the more special ones first, then by node id. */
export function compileTriggers(doc: FlowDoc): CompiledTrigger[] {
  const triggers: CompiledTrigger[] = [];
  for (const nodeId of Object.keys(doc.nodes).sort()) {
    const node = doc.nodes[nodeId];
    const type = node && nodeTypeOf(node.type);
    const data = type?.manifest.schema.safeParse(node?.data);
    if (!type?.trigger || !data?.success) continue;
    const keys = type.trigger.listens(data.data);
    if (keys.length === 0) continue;
    const specificity = type.trigger.specificity(data.data);
    const interrupts = type.trigger.interrupts?.(data.data) ?? false;
    triggers.push({ nodeId, type: type.manifest.type, keys, specificity, interrupts, data: data.data });
  }
  return triggers.sort((a, b) => b.specificity - a.specificity);
}

/** Whether an event fires a trigger. Total: a row of a newer version, or a damaged one, fires never. */
export function fires(trigger: Pick<CompiledTrigger, 'type' | 'data'>, event: TriggerEvent): boolean {
  return specificityFor(trigger, event) !== null;
}

/**
 * Those of `triggers` that an event fires, who goes first in front: by priority, then by how special they are for this event; between
 * equals the order stays.
 */
export function firing<Trigger extends Pick<CompiledTrigger, 'type' | 'data'> & { priority?: number }>(
  triggers: readonly Trigger[],
  event: TriggerEvent,
): Trigger[] {
  return triggers
    .flatMap((trigger) => {
      const specificity = specificityFor(trigger, event);
      return specificity === null ? [] : [{ trigger, specificity }];
    })
    .sort((a, b) => (b.trigger.priority ?? 0) - (a.trigger.priority ?? 0) || b.specificity - a.specificity)
    .map(({ trigger }) => trigger);
}

/** Null: the event doesn't fire it. */
function specificityFor(trigger: Pick<CompiledTrigger, 'type' | 'data'>, event: TriggerEvent): number | null {
  const type = nodeTypeOf(trigger.type);
  const data = type?.manifest.schema.safeParse(trigger.data);
  if (!type?.trigger || !data?.success || !type.trigger.fires(data.data, event)) return null;
  return type.trigger.specificity(data.data, event);
}
