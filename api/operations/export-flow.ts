import { exportFlow as toFile, type KnownNames } from '../../core/flow/transfer.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { findFlowRow } from '../flows/load-flow.ts';
import { readDraft } from '../flows/read-draft.ts';
import { operation } from '../operation.ts';

export const exportFlow = operation('exportFlow', {
  async handle({ tx, params: { org, flow: id } }) {
    const [flow, names] = await Promise.all([findFlowRow(tx, org, id), findNames(tx, org)]);
    const { doc } = await readDraft(flow.draft);
    return { ...toFile(flow.name, doc, names) };
  },
});

/** Ids mean nothing elsewhere: the file says by name what is meant. */
async function findNames(tx: Tx, org: string): Promise<KnownNames> {
  const [segments, flows] = await Promise.all([
    tx<{ id: string; name: string }[]>`select s.id, s.name from public.segments s where s.org_id = ${org}`,
    tx<{ id: string; name: string }[]>`select f.id, f.name from public.flows f where f.org_id = ${org}`,
  ]);
  const byId = (rows: { id: string; name: string }[]) =>
    Object.fromEntries(rows.map(({ id, name }) => [id, name]));
  return { segments: byId(segments), flows: byId(flows) };
}
