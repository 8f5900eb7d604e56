/** Who calls: a signed-in person, or a program with an API key of one organisation. */
import type { Permission } from '../../core/api/permissions.ts';
import type { Role } from '../../core/api/schemas.ts';

export type Principal = UserPrincipal | KeyPrincipal;

export interface UserPrincipal {
  kind: 'user';
  id: string;
  email: string | null;
  name: string | null;
}

export interface KeyPrincipal {
  kind: 'apiKey';
  id: string;
  name: string;
  orgId: string;
  role: Role;
  /** What the key is limited to; null: everything that its role may do. */
  scopes: Permission[] | null;
}

/** The verified claims that policies and definer functions read (`private.claims()`). */
export function claimsOf(principal: Principal): Record<string, string> {
  if (principal.kind === 'user') return { sub: principal.id, role: 'authenticated' };
  return { org_id: principal.orgId, org_role: principal.role, key_id: principal.id };
}
