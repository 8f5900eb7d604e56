import { findFlowRow } from '../flows/load-flow.ts';
import { setFlowStatus } from '../flows/set-status.ts';
import { operation } from '../operation.ts';

export const resumeFlow = operation('resumeFlow', {
  async handle({ tx, params: { org, flow: id } }) {
    const { status, published_version: version } = await findFlowRow(tx, org, id);
    // What was put away answers nobody at once: its author looks at it first.
    const next = status === 'archived' ? (version === null ? 'draft' : 'paused') : 'live';
    return setFlowStatus(tx, org, id, next);
  },
});
