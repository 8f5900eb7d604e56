/** Triggers of live flows, as routing reads them from `flow_triggers`. */
import type { FlowRules } from '../../core/flow/document.ts';
import type { Tx } from '../../platform/db/pool.ts';

export interface Trigger {
  orgId: string;
  flowId: string;
  flowName: string;
  flowVersionId: string;
  version: number;
  nodeId: string;
  rules: FlowRules;
}

/** With what `fires` of core/flow/triggers.ts needs. */
export interface FiringTrigger extends Trigger {
  type: string;
  data: unknown;
  priority: number;
}

/** A trigger as JSON, from `flow_triggers t join flows f`. */
export function triggerJson(tx: Tx) {
  return tx`jsonb_build_object('orgId', t.org_id, 'flowId', t.flow_id, 'flowName', f.name, 'flowVersionId', t.flow_version_id,
    'version', f.published_version, 'nodeId', t.node_id, 'rules', t.rules, 'type', t.type, 'data', t.data, 'priority', t.priority)`;
}

/** Who goes first where `firing` of core/flow/triggers.ts finds no difference: priority, then the older flow. */
export function triggerOrder(tx: Tx) {
  return tx`t.priority desc, f.created_at, t.node_id, t.id`;
}

/**
 * A trigger of a live flow by its node, or, without a node, the one by which people enrol contacts.
 *
 * @returns null when the flow isn't live or has no such trigger
 */
export async function findTrigger(
  tx: Tx,
  wanted: { orgId: string; flowId: string; nodeId: string | null },
): Promise<Trigger | null> {
  const [found] = await tx<{ trigger: FiringTrigger }[]>`
    select ${triggerJson(tx)} as trigger from flow_triggers t join flows f on f.id = t.flow_id
    where t.org_id = ${wanted.orgId} and t.flow_id = ${wanted.flowId} and f.status = 'live'
      and case when ${wanted.nodeId}::text is null then t.keys @> array['manual'] else t.node_id = ${wanted.nodeId} end
    order by ${triggerOrder(tx)} limit 1`;
  return found?.trigger ?? null;
}
