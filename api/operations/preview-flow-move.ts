import { previewMove } from '../flows/move-preview.ts';
import { operation } from '../operation.ts';

export const previewFlowMove = operation('previewFlowMove', {
  handle: ({ tx, params: { org, flow }, body }) => previewMove(tx, org, flow, body.from ?? null, body.to),
});
