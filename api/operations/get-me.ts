import type { Role } from '../../core/api/schemas.ts';
import { operation } from '../operation.ts';

interface MembershipRow {
  id: string;
  name: string;
  slug: string;
  role: Role;
}

export const getMe = operation('getMe', {
  async handle({ tx, principal }) {
    if (principal.kind === 'apiKey') {
      const [org] = await tx<Omit<MembershipRow, 'role'>[]>`
        select o.id, o.name, o.slug from public.organizations o where o.id = ${principal.orgId}`;
      const memberships = org ? [{ org, role: principal.role }] : [];
      return { kind: 'apiKey', id: principal.id, email: null, name: principal.name, memberships };
    }
    const rows = await tx<MembershipRow[]>`
      select o.id, o.name, o.slug, m.role
      from public.org_members m join public.organizations o on o.id = m.org_id
      where m.user_id = ${principal.id}
      order by o.name, o.id`;
    const { id, email, name } = principal;
    const memberships = rows.map(({ role, ...org }) => ({ org, role }));
    return { kind: 'user', id, email, name, memberships };
  },
});
