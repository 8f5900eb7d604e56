import { setFlowStatus } from '../flows/set-status.ts';
import { operation } from '../operation.ts';

export const archiveFlow = operation('archiveFlow', {
  handle: ({ tx, params: { org, flow } }) => setFlowStatus(tx, org, flow, 'archived'),
});
