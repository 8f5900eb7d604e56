import type { FlowStats } from '../../core/api/analytics.ts';
import { compileFlow, placeAt } from '../../core/flow/compile.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { loadVersionDoc } from '../flows/load-version.ts';
import { loadSubflows } from '../flows/subflows.ts';

/** Runs by the names of goals, as the newest version calls them; a step that it no longer has goes by its id. */
export async function nameGoals(
  tx: Tx,
  { org, flow }: { org: string; flow: string },
  goalRuns: readonly { nodeId: string; runs: number }[],
): Promise<FlowStats['goals']> {
  if (goalRuns.length === 0) return [];
  const [newest] = await tx<{ number: number }[]>`
    select max(v.number)::int as number from public.flow_versions v where v.org_id = ${org} and v.flow_id = ${flow}`;
  const doc = await loadVersionDoc(tx, org, flow, newest!.number);
  const compiled = compileFlow(doc, await loadSubflows(tx, org, [doc]));
  const runs = new Map<string, number>();
  for (const { nodeId, runs: n } of goalRuns) {
    const node = placeAt(compiled, nodeId)?.node.node;
    const name = node?.type === 'goal' ? node.data.name.trim() : nodeId;
    runs.set(name, (runs.get(name) ?? 0) + n);
  }
  return [...runs].map(([name, n]) => ({ name, runs: n }));
}
