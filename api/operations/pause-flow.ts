import { setFlowStatus } from '../flows/set-status.ts';
import { operation } from '../operation.ts';

export const pauseFlow = operation('pauseFlow', {
  handle: ({ tx, params: { org, flow } }) => setFlowStatus(tx, org, flow, 'paused'),
});
