import { operation } from '../operation.ts';
import { findWabas } from '../rows/wabas.ts';

export const listWabas = operation('listWabas', {
  handle: async ({ tx, params }) => ({ items: await findWabas(tx, params.org) }),
});
