import { parseFlow } from '../../core/flow/parse.ts';
import { problemsOf, toFlowProblem } from '../flows/judge-draft.ts';
import { findFlowRow } from '../flows/load-flow.ts';
import { loadSurroundings } from '../flows/surroundings.ts';
import { operation } from '../operation.ts';

export const validateFlow = operation('validateFlow', {
  async handle({ tx, params: { org, flow: id } }) {
    const [flow, around] = await Promise.all([findFlowRow(tx, org, id), loadSurroundings(tx, org)]);
    const parsed = parseFlow(flow.draft);
    const problems = parsed.ok ? await problemsOf(tx, org, id, parsed.doc, around) : parsed.problems;
    return { problems: problems.map(toFlowProblem) };
  },
});
