/** Invitations as admins see them (`private.list_invitations`); tokens and their hashes are never read. */
import { randomUUID } from 'node:crypto';
import type { Invitation } from '../../core/api/members.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { hashToken, tokenContext } from '../../platform/secrets/derive-token.ts';
import { ApiError } from '../problems.ts';
import { toTime } from './time.ts';

export interface InvitationRow {
  id: string;
  email: string;
  role: Invitation['role'];
  invited_by_name: string | null;
  mail: Invitation['mail'];
  created_at: Date;
  expires_at: Date;
  created_key: string;
}

/** The start of a query over the open invitations `i`. */
export function selectInvitations(tx: Tx, org: string) {
  return tx`select i.*, i.created_at::text as created_key from private.list_invitations(${org}) i`;
}

export function toInvitation(row: InvitationRow): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    invitedByName: row.invited_by_name,
    mail: row.mail,
    createdAt: toTime(row.created_at),
    expiresAt: toTime(row.expires_at),
  };
}

/** @throws ApiError not_found */
export async function findInvitation(tx: Tx, org: string, id: string): Promise<Invitation> {
  const [row] = await tx<InvitationRow[]>`${selectInvitations(tx, org)} where i.id = ${id}`;
  if (!row) throw new ApiError('not_found');
  return toInvitation(row);
}

/** A token is never stored: its nonce and its hash are. */
export function newToken(deriveToken: (context: string) => string, invitationId: string) {
  const nonce = randomUUID();
  return { nonce, tokenHash: hashToken(deriveToken(tokenContext.invitation(invitationId, nonce))) };
}
