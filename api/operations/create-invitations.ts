import { randomUUID } from 'node:crypto';
import type { InvitationOutcome } from '../../core/api/members.ts';
import { json } from '../../platform/db/pool.ts';
import { operation } from '../operation.ts';
import { newToken } from '../rows/invitations.ts';

export const createInvitations = operation('createInvitations', {
  async handle({ tx, params: { org }, body: { emails, role }, vault }) {
    const wanted = [...new Set(emails)].map((email) => {
      const id = randomUUID();
      const { nonce, tokenHash } = newToken(vault.deriveToken, id);
      return { id, email, nonce, tokenHash: tokenHash.toString('hex') };
    });
    const items = await tx<InvitationOutcome[]>`
      select i.email, i.outcome from private.create_invitations(${org}, ${role}, ${json(tx, wanted)}) i`;
    return { items: [...items] };
  },
});
