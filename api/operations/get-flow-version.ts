import { loadVersionDoc } from '../flows/load-version.ts';
import { operation } from '../operation.ts';
import { findFlowVersion, toFlowVersion } from '../rows/flow-versions.ts';

export const getFlowVersion = operation('getFlowVersion', {
  async handle({ tx, params: { org, flow, number } }) {
    const [row, doc] = await Promise.all([
      findFlowVersion(tx, org, flow, Number(number)),
      loadVersionDoc(tx, org, flow, Number(number)),
    ]);
    return { ...toFlowVersion(row), doc: { ...doc } };
  },
});
