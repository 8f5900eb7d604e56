import type { Role } from '../../../../core/api/schemas.ts';

/** Roles in words, the strongest first. What each may do in full: core/api/permissions.ts. */
export const roleWords: Record<Role, { label: string; one: string; may: string }> = {
  owner: { label: 'Owner', one: 'an owner', may: 'do everything, also decide who owns the workspace' },
  admin: { label: 'Admin', one: 'an admin', may: 'build flows, change settings and manage people' },
  agent: { label: 'Agent', one: 'an agent', may: 'answer people and work with contacts' },
  viewer: { label: 'Viewer', one: 'a viewer', may: 'see everything and change nothing' },
};

export const roles = Object.keys(roleWords) as Role[];
