import { createJob } from '../flows/create-job.ts';
import { operation } from '../operation.ts';
import { invalidField } from '../problems.ts';

export const createFlowJob = operation('createFlowJob', {
  async handle({ tx, params: { org, flow }, body: { kind, filter, toVersion }, idempotencyKey }) {
    if (toVersion !== undefined) {
      const [version] = await tx`
        select 1 from public.flow_versions where org_id = ${org} and flow_id = ${flow} and number = ${toVersion}`;
      if (!version) throw invalidField('toVersion', 'the flow has no version of this number');
    }
    const params = toVersion === undefined ? { filter } : { filter, toVersion };
    return createJob(tx, { org, flow, kind, params, key: idempotencyKey });
  },
});
