import { json, type Tx } from '../../platform/db/pool.ts';
import { loadFlow } from '../flows/load-flow.ts';
import { readDraft } from '../flows/read-draft.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';

export const saveFlowDraft = operation('saveFlowDraft', {
  async handle({ tx, params: { org, flow: id }, body }) {
    await currentRevision(tx, org, id); // 404 comes before complaints about the document
    const { doc, hash } = await readDraft(body.draft);
    // The expected revision is part of the statement: of two people who save at once, one is told.
    const saved = await tx`
      update public.flows f
      set draft = ${json(tx, doc)}, draft_hash = ${hash}, draft_rev = f.draft_rev + 1
        ${body.name === undefined ? tx`` : tx`, name = ${body.name}`}
      where f.org_id = ${org} and f.id = ${id} and f.draft_rev = ${body.draftRev}::bigint`;
    if (saved.count === 0)
      throw new ApiError('stale_draft', { draftRev: await currentRevision(tx, org, id) });
    return loadFlow(tx, org, id);
  },
});

async function currentRevision(tx: Tx, org: string, id: string): Promise<number> {
  const [flow] = await tx<{ draft_rev: number }[]>`
    select draft_rev from public.flows where org_id = ${org} and id = ${id}`;
  if (!flow) throw new ApiError('not_found');
  return flow.draft_rev;
}
