import { parseFlow } from '../../core/flow/parse.ts';
import { validateFlow as findProblems } from '../../core/flow/validate.ts';
import { toFlowProblem } from '../flows/judge-draft.ts';
import { findFlowRow } from '../flows/load-flow.ts';
import { contextOf, loadSurroundings } from '../flows/surroundings.ts';
import { operation } from '../operation.ts';

export const validateFlow = operation('validateFlow', {
  changesNothing: true,
  async handle({ tx, params: { org, flow: id } }) {
    const [flow, around] = await Promise.all([findFlowRow(tx, org, id), loadSurroundings(tx, org)]);
    const parsed = parseFlow(flow.draft);
    const problems = parsed.ok ? findProblems(parsed.doc, contextOf(id, around)) : parsed.problems;
    return { problems: problems.map(toFlowProblem) };
  },
});
