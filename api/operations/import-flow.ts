import { bringIn } from '../../core/flow/bring-in.ts';
import type { KnownThings } from '../../core/flow/counterparts.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { insertFlow } from '../flows/insert-flow.ts';
import { unreadable } from '../flows/read-draft.ts';
import { contextOf, loadSurroundings } from '../flows/surroundings.ts';
import { operation } from '../operation.ts';

export const importFlow = operation('importFlow', {
  async handle({ tx, params: { org }, body }) {
    const [around, known] = await Promise.all([loadSurroundings(tx, org), loadKnownThings(tx, org)]);
    // Nothing in this organisation is the flow itself yet.
    const read = bringIn(body.file, contextOf('', around, {}), known);
    if (!read.ok) throw unreadable(read.problems, 'file');
    const flow = await insertFlow(tx, org, body.name ?? read.name, read.doc);
    return { flow, needs: read.needs };
  },
});

/** The oldest first: of several flows of one name that one is meant. */
async function loadKnownThings(tx: Tx, org: string): Promise<KnownThings> {
  const segments = await tx<{ id: string; name: string }[]>`
    select id, name from public.segments where org_id = ${org} order by created_at, id`;
  const files = await tx<{ id: string; name: string }[]>`
    select id, file_name as name from public.media_files where org_id = ${org} and is_kept order by created_at, id`;
  const flows = await tx<
    { id: string; name: string; publishedVersion: number | null; isArchived: boolean }[]
  >`
    select id, name, published_version as "publishedVersion", status = 'archived' as "isArchived"
    from public.flows where org_id = ${org} order by created_at, id`;
  return {
    segments: [...segments],
    files: [...files],
    flows: flows.filter(({ isArchived }) => !isArchived),
    flowIds: new Set(flows.map(({ id }) => id)),
  };
}
