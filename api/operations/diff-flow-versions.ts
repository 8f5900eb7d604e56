import { diffFlows } from '../../core/flow/diff.ts';
import { loadVersionDoc } from '../flows/load-version.ts';
import { operation } from '../operation.ts';

export const diffFlowVersions = operation('diffFlowVersions', {
  async handle({ tx, params: { org, flow, ...numbers } }) {
    const before = Number(numbers.before);
    const after = Number(numbers.after);
    const [older, newer] = await Promise.all([
      loadVersionDoc(tx, org, flow, before),
      loadVersionDoc(tx, org, flow, after),
    ]);
    return { before, after, changes: diffFlows(older, newer) };
  },
});
