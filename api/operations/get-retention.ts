import { operation } from '../operation.ts';
import { findRetention } from '../rows/retention.ts';

export const getRetention = operation('getRetention', {
  handle: ({ tx, params: { org } }) => findRetention(tx, org),
});
