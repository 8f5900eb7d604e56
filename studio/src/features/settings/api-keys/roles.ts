import { isAtLeast, permissions, roleOrder, type Permission } from '../../../../../core/api/permissions.ts';
import type { Role } from '../../../../../core/api/schemas.ts';

export const roleLabels: Record<Role, { label: string; hint: string }> = {
  viewer: { label: 'Viewer', hint: 'Reads everything, changes nothing.' },
  agent: { label: 'Agent', hint: 'Answers people, changes contacts, reports events.' },
  admin: { label: 'Admin', hint: 'Also changes flows, channels, members and settings.' },
  owner: { label: 'Owner', hint: 'May do everything.' },
};

/** Roles that somebody may give to a key: their own and those below. */
export function rolesUpTo(own: Role): Role[] {
  return roleOrder.filter((role) => isAtLeast(own, role));
}

/** Permissions of a role, in the order of their table. */
export function permissionsOf(role: Role): { name: Permission; title: string }[] {
  return (Object.keys(permissions) as Permission[])
    .filter((name) => isAtLeast(role, permissions[name].role))
    .map((name) => ({ name, title: permissions[name].title }));
}
