/** The end of a membership, as the studio of the person who was removed sees it. */
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { flushSync } from 'react-dom';
import { create } from 'zustand';
import type { Me } from '../../../../core/api/schemas.ts';
import { keys } from '../api/queries.ts';

/** `isLeaving`: nothing of the workspace that is gone is on the screen any more; the next one comes at once. */
export const useLostWorkspace = create<{ isLeaving: boolean }>(() => ({ isLeaving: false }));

/** Forgets a workspace at once, without waiting for the server to say so; what was read of it goes too. */
export function loseWorkspace(queryClient: QueryClient, orgId: string): void {
  const me = queryClient.getQueryData<Me>(keys.me);
  if (!me?.memberships.some(({ org }) => org.id === orgId)) return;
  // First the pages go: one that renders once more would find no workspace, or ask for what is no longer theirs.
  flushSync(() => useLostWorkspace.setState({ isLeaving: true }));
  const isOfIt = ({ queryKey }: { queryKey: QueryKey }) => queryKey[0] === orgId;
  void queryClient.cancelQueries({ predicate: isOfIt });
  const memberships = me.memberships.filter(({ org }) => org.id !== orgId);
  queryClient.setQueryData<Me>(keys.me, { ...me, memberships });
  queryClient.removeQueries({ predicate: isOfIt });
  void queryClient.invalidateQueries({ queryKey: keys.me });
}

/** Workspaces that the user gives up themselves: nothing to be told about. */
const leftOnPurpose = new Set<string>();

/** @param request what ends the membership; the server may tell of it live before it answers */
export async function leaveOnPurpose(
  queryClient: QueryClient,
  orgId: string,
  request: () => Promise<unknown>,
): Promise<void> {
  leftOnPurpose.add(orgId);
  try {
    await request();
  } catch (error) {
    leftOnPurpose.delete(orgId);
    throw error;
  }
  loseWorkspace(queryClient, orgId);
}

export function wasLeftOnPurpose(orgId: string): boolean {
  return leftOnPurpose.delete(orgId);
}
