import type { Me } from '../../core/api/schemas.ts';
import { operation } from '../operation.ts';
import { listMemberships } from '../rows/memberships.ts';

export const getMe = operation('getMe', {
  async handle({ tx, principal }) {
    if (principal.kind === 'apiKey') {
      const [org] = await tx<Me['memberships'][number]['org'][]>`
        select o.id, o.name, o.slug from public.organizations o where o.id = ${principal.orgId}`;
      const memberships = org ? [{ org, role: principal.role }] : [];
      return { kind: 'apiKey', id: principal.id, email: null, name: principal.name, memberships };
    }
    const { id, email, name } = principal;
    return { kind: 'user', id, email, name, memberships: await listMemberships(tx, id) };
  },
});
