import { operation } from '../operation.ts';
import { findOrganization } from '../rows/organizations.ts';

export const getOrganization = operation('getOrganization', {
  handle: ({ tx, params: { org } }) => findOrganization(tx, org),
});
