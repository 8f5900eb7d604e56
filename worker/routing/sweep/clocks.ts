/** Triggers that time fires, each with the moment until which it has been looked at. */
import { nodeTypeOf } from '../../../core/flow/nodes/registry.ts';
import { json, type Sql, type Tx } from '../../../platform/db/pool.ts';

export interface TimedTrigger<Data> {
  orgId: string;
  flowId: string;
  nodeId: string;
  data: Data;
  /** False while its flow is paused: time passes, nobody is enrolled. */
  isLive: boolean;
  /** When it was looked at last; for a new one when its flow was published. */
  checkedUntil: Date;
  /** Of the organisation. */
  timeZone: string;
}

/** All organisations' triggers of one type; a row that this version can't read is left out. */
export async function timedTriggers<Data>(
  tx: Tx | Sql,
  type: 'schedule-trigger' | 'date-trigger',
): Promise<TimedTrigger<Data>[]> {
  const key = type === 'schedule-trigger' ? 'schedule' : 'date';
  const rows = await tx<(Omit<TimedTrigger<Data>, 'data'> & { data: unknown })[]>`
    select t.org_id as "orgId", t.flow_id as "flowId", t.node_id as "nodeId", t.data, f.status = 'live' as "isLive",
      coalesce(c.checked_until, v.created_at) as "checkedUntil", o.time_zone as "timeZone"
    from flow_triggers t
    join flows f on f.id = t.flow_id
    join flow_versions v on v.id = t.flow_version_id
    join organizations o on o.id = t.org_id
    left join private.trigger_clocks c on c.flow_id = t.flow_id and c.node_id = t.node_id
    where t.keys @> array[${key}] and t.type = ${type}
    order by t.flow_id, t.node_id`;
  return rows.flatMap((row) => {
    const data = nodeTypeOf(type)?.manifest.schema.safeParse(row.data);
    return data?.success ? [{ ...row, data: data.data as Data }] : [];
  });
}

/** Clocks only go forward: a sweep that comes late, or twice, changes nothing. */
export async function advanceClocks(
  tx: Tx | Sql,
  triggers: readonly Pick<TimedTrigger<unknown>, 'orgId' | 'flowId' | 'nodeId'>[],
  until: Date,
): Promise<void> {
  if (triggers.length === 0) return;
  const rows = triggers.map(({ orgId, flowId, nodeId }) => ({ orgId, flowId, nodeId }));
  await tx`
    insert into private.trigger_clocks as c (org_id, flow_id, node_id, checked_until)
    select w."orgId", w."flowId", w."nodeId", ${until}
    from jsonb_to_recordset(${json(tx, rows)}) as w ("orgId" uuid, "flowId" uuid, "nodeId" text)
    order by w."flowId", w."nodeId"
    on conflict (flow_id, node_id) do update set checked_until = greatest(c.checked_until, excluded.checked_until)`;
}
