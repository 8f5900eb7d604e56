/** Open invitations: their list, a new mail, their end. */
import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import {
  findInvitation,
  newToken,
  selectInvitations,
  toInvitation,
  type InvitationRow,
} from '../rows/invitations.ts';

export const listInvitations = operation('listInvitations', {
  async handle({ tx, params: { org }, query: { limit, cursor } }) {
    const after = decodeCursor(timeCursor, cursor);
    const rows = await tx<InvitationRow[]>`
      ${selectInvitations(tx, org)}
      ${after ? tx`where (i.created_at, i.id) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : tx``}
      order by i.created_at desc, i.id desc limit ${limit + 1}`;
    return toPage(rows, limit, toInvitation, (row) => [row.created_key, row.id]);
  },
});

export const resendInvitation = operation('resendInvitation', {
  async handle({ tx, params: { org, invitation: id }, vault }) {
    const { nonce, tokenHash } = newToken(vault.deriveToken, id);
    const [row] = await tx<{ was_there: boolean }[]>`
      select private.resend_invitation(${org}, ${id}, ${nonce}, ${tokenHash}) as was_there`;
    if (!row?.was_there) throw new ApiError('not_found');
    return findInvitation(tx, org, id);
  },
});

export const revokeInvitation = operation('revokeInvitation', {
  async handle({ tx, params: { org, invitation: id } }) {
    const [row] = await tx<{ was_there: boolean }[]>`
      select private.revoke_invitation(${org}, ${id}) as was_there`;
    if (!row?.was_there) throw new ApiError('not_found');
    return { id };
  },
});
