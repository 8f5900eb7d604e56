import type { FlowMovePreview } from '../../core/api/flow-versions.ts';
import { compileFlow } from '../../core/flow/compile.ts';
import { planMove, type Standing } from '../../core/flow/move.ts';
import { rulesOf } from '../../core/flow/takeover.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { loadVersionDoc } from './load-version.ts';
import { loadSubflows } from './subflows.ts';

/**
 * What moving people to version `to` does to each place where somebody stands.
 * @param from people of this version only; null: of all others
 * @throws ApiError not_found
 */
export async function previewMove(
  tx: Tx,
  org: string,
  flow: string,
  from: number | null,
  to: number,
): Promise<FlowMovePreview> {
  const target = await loadVersionDoc(tx, org, flow, to);
  if (from !== null) await loadVersionDoc(tx, org, flow, from);
  const runs = tx`
    from public.flow_runs r join public.flow_versions v on v.id = r.flow_version_id
    where r.org_id = ${org} and r.flow_id = ${flow} and r.ended_at is null and v.number <> ${to}
      ${from === null ? tx`` : tx`and v.number = ${from}`}`;
  const versions = await tx<{ number: number }[]>`select distinct v.number ${runs}`;
  const numbers = versions.map(({ number }) => number);
  const docs = await Promise.all(numbers.map((number) => loadVersionDoc(tx, org, flow, number)));
  const library = await loadSubflows(tx, org, [target, ...docs]);
  const after = compileFlow(target, library);
  const before = new Map(docs.map((doc, index) => [numbers[index], compileFlow(doc, library)]));
  // States are read only where rules of the flow can have interrupted somebody.
  const withRules = numbers.filter((number) => rulesOf(before.get(number)!).length > 0);
  const standing = await tx<(Standing & { version: number; people: number })[]>`
    select v.number as version, r.current_node_id as "nodeId", count(*)::int as people,
      case when r.current_node_id is null then r.trigger_node_id end as "startsAt",
      case when v.number = any(${withRules}::int[])
        then jsonb_path_query_array(r.state, '$.interrupted[*].path') else '[]' end as interrupted
    ${runs}
    group by 1, 2, 4, 5 order by 1 desc, 3 desc, 2, 5`;
  const places = standing.flatMap(({ version, people, ...place }) => {
    const old = before.get(version);
    return old ? [{ version, people, ...planMove(old, after, place) }] : [];
  });
  const count = (outcome: string) =>
    places.filter((place) => place.outcome === outcome).reduce((sum, { people }) => sum + people, 0);
  return { to, kept: count('kept'), moved: count('moved'), gone: count('gone'), places };
}
