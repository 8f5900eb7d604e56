import { MAX_RANGE_DAYS } from '../../core/api/analytics.ts';
import { countRunsBy } from '../analytics/flow-runs.ts';
import { countSteps } from '../analytics/flow-steps.ts';
import { nameGoals } from '../analytics/flow-goals.ts';
import { findRange } from '../analytics/range.ts';
import { operation } from '../operation.ts';
import { ApiError, invalidField } from '../problems.ts';

export const getFlowStats = operation('getFlowStats', {
  async handle({ tx, params: { org, flow }, query: { version = null, ...asked } }) {
    const [found] = await tx`
      select from public.flows f where f.org_id = ${org} and f.id = ${flow}
        ${version === null ? tx`` : tx`and exists (select from public.flow_versions v where v.flow_id = f.id and v.number = ${version})`}`;
    if (!found) throw new ApiError('not_found');
    const range = await findRange(tx, org, { ...asked, bucket: 'day' });
    if (range.days < 1) throw invalidField('to', 'The last day is before the first one.');
    if (range.days > MAX_RANGE_DAYS.day) throw invalidField('from', `At most ${MAX_RANGE_DAYS.day} days.`);
    const selection = { org, flow, version, range };
    const { runs, outcomes } = await countRunsBy(tx, selection);
    const { countedRuns, nodes, goalRuns } = await countSteps(tx, selection);
    const { from, to, timeZone } = range;
    return {
      ...{ from, to, timeZone, version, runs, outcomes, countedRuns, nodes },
      goals: await nameGoals(tx, { org, flow }, goalRuns),
    };
  },
});
