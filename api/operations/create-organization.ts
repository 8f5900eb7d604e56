import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { findMembership } from '../rows/memberships.ts';

export const createOrganization = operation('createOrganization', {
  async handle({ tx, principal, body: { name, timeZone } }) {
    if (principal.kind !== 'user') throw new ApiError('people_only');
    const [row] = await tx<{ id: string }[]>`
      select private.create_organization(${name}, ${timeZone ?? null}) as id`;
    return findMembership(tx, row!.id, principal.id);
  },
});
