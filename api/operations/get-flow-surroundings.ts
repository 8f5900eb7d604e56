import { parseFlow } from '../../core/flow/parse.ts';
import { findFlowRow } from '../flows/load-flow.ts';
import { loadSubflows } from '../flows/subflows.ts';
import { contextOf, loadSurroundings } from '../flows/surroundings.ts';
import { operation } from '../operation.ts';

export const getFlowSurroundings = operation('getFlowSurroundings', {
  async handle({ tx, params: { org, flow: id } }) {
    const [flow, around] = await Promise.all([findFlowRow(tx, org, id), loadSurroundings(tx, org)]);
    const parsed = parseFlow(flow.draft);
    const library = parsed.ok ? await loadSubflows(tx, org, [parsed.doc]) : {};
    return { ...contextOf(id, around, library) };
  },
});
