/** The organisation the user works in, and what they may do there. */
import { useQuery } from '@tanstack/react-query';
import { create } from 'zustand';
import { isAllowed, type Permission } from '../../../../core/api/permissions.ts';
import type { Role } from '../../../../core/api/schemas.ts';
import { meQuery } from '../api/queries.ts';

const STORAGE_KEY = 'parley.workspace';

export const useWorkspaceChoice = create<{ orgId: string | null; choose: (orgId: string) => void }>(
  (set) => ({
    orgId: read(),
    choose(orgId) {
      try {
        localStorage.setItem(STORAGE_KEY, orgId);
      } catch {
        // Storage can be blocked; the first organisation is taken at the next start.
      }
      set({ orgId });
    },
  }),
);

function read(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

export interface Workspace {
  orgId: string;
  orgName: string;
  role: Role;
  userId: string;
  userName: string;
  email: string;
  memberships: { org: { id: string; name: string }; role: Role }[];
}

/** Only below the signed-in layout, which waits for `/v1/me` before it renders. */
export function useWorkspace(): Workspace {
  const { data: me } = useQuery(meQuery());
  const chosen = useWorkspaceChoice((state) => state.orgId);
  const membership = me?.memberships.find((item) => item.org.id === chosen) ?? me?.memberships[0];
  if (!me || !membership) throw new Error('useWorkspace is used outside the signed-in layout.');
  return {
    orgId: membership.org.id,
    orgName: membership.org.name,
    role: membership.role,
    userId: me.id,
    userName: me.name ?? me.email ?? 'You',
    email: me.email ?? '',
    memberships: me.memberships,
  };
}

/** May the user do this? The server decides by the same table; this only hides what it would refuse. */
export function useMay(permission: Permission): boolean {
  return isAllowed(useWorkspace(), permission);
}
