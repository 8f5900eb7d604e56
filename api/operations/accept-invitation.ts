import { hashToken } from '../../platform/secrets/derive-token.ts';
import { operation } from '../operation.ts';
import { ApiError, type ProblemCode } from '../problems.ts';
import { findMembership } from '../rows/memberships.ts';

const refusals: Record<string, ProblemCode> = {
  accepted_before: 'invitation_used',
  revoked: 'invitation_revoked',
  expired: 'invitation_expired',
  wrong_account: 'wrong_account',
  unverified: 'address_unverified',
};

export const acceptInvitation = operation('acceptInvitation', {
  async handle({ tx, principal, body: { token } }) {
    if (principal.kind !== 'user') throw new ApiError('people_only');
    const [row] = await tx<{ outcome: string; org_id: string | null }[]>`
      select outcome, org_id from private.accept_invitation(${hashToken(token)})`;
    if (!row?.org_id) throw new ApiError(refusals[row?.outcome ?? ''] ?? 'not_found');
    return findMembership(tx, row.org_id, principal.id);
  },
});
