import type { InvitationCard } from '../../core/api/members.ts';
import { hashToken } from '../../platform/secrets/derive-token.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { toTime } from '../rows/time.ts';

type CardRow = Omit<InvitationCard, 'expiresAt'> & { expiresAt: Date };

export const lookUpInvitation = operation('lookUpInvitation', {
  async handle({ tx, body: { token } }) {
    const [row] = await tx<CardRow[]>`
      select i.state, i.organization_name as "organizationName", i.email, i.role, i.invited_by_name as "invitedByName",
        i.expires_at as "expiresAt"
      from private.find_invitation(${hashToken(token)}) i`;
    if (!row) throw new ApiError('not_found');
    return { ...row, expiresAt: toTime(row.expiresAt) };
  },
});
