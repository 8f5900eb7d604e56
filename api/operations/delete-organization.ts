import { operation } from '../operation.ts';
import { ApiError, invalidField } from '../problems.ts';
import { findOrganization } from '../rows/organizations.ts';

/** Ends all access here; the rows go in the background (workflow `organizationPurge`). */
export const deleteOrganization = operation('deleteOrganization', {
  async handle({ tx, params: { org: id }, query: { confirm } }) {
    const { name } = await findOrganization(tx, id);
    if (confirm.trim() !== name.trim()) throw invalidField('confirm', 'is not the organisation’s name');
    const [row] = await tx<{ was_there: boolean }[]>`select private.delete_organization(${id}) as was_there`;
    if (!row?.was_there) throw new ApiError('not_found');
    return { id };
  },
});
