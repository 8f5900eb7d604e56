import { diffFlows } from '../../core/flow/diff.ts';
import { findFlowRow } from '../flows/load-flow.ts';
import { loadVersionDoc } from '../flows/load-version.ts';
import { readDraft } from '../flows/read-draft.ts';
import { operation } from '../operation.ts';
import { emptyFlow } from '../flows/empty-flow.ts';

export const diffFlowDraft = operation('diffFlowDraft', {
  async handle({ tx, params: { org, flow: id } }) {
    const flow = await findFlowRow(tx, org, id);
    const before = flow.published_version;
    const published = before === null ? emptyFlow : await loadVersionDoc(tx, org, id, before);
    const { doc } = await readDraft(flow.draft);
    return { before, after: null, changes: diffFlows(published, doc) };
  },
});
