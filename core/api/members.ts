/** Shapes of the API around people of an organisation: members, invitations, teams. */
import { z } from 'zod';
import { id, role, time } from './schemas.ts';

export const member = z.object({
  userId: id,
  name: z.string().nullable(),
  email: z.string(),
  role,
  teamIds: z.array(id),
  joinedAt: time,
});

/** Kept and compared in lower case. */
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email({ error: 'This is not an email address.' }));

export const invitation = z.object({
  id,
  email: z.string(),
  role,
  invitedByName: z.string().nullable(),
  mail: z.enum(['sending', 'sent', 'failed']).describe('failed: it is tried again for a day'),
  createdAt: time,
  expiresAt: time,
});

export const invitationOutcome = z.object({
  email: z.string(),
  outcome: z
    .enum(['invited', 'member', 'open'])
    .describe('member: is one already; open: has an invitation that is still good'),
});

export const invitationToken = z
  .string()
  .regex(/^[\w-]{43}$/, { error: 'This is no token of an invitation.' });

/** What whoever holds the token may see. */
export const invitationCard = z.object({
  state: z.enum(['open', 'accepted', 'revoked', 'expired']),
  organizationName: z.string(),
  email: z.string(),
  role,
  invitedByName: z.string().nullable(),
  expiresAt: time,
});

export const teamName = z.string().trim().min(1).max(80);

export const team = z.object({ id, name: z.string(), memberIds: z.array(id), createdAt: time });

export type Member = z.infer<typeof member>;
export type Invitation = z.infer<typeof invitation>;
export type InvitationCard = z.infer<typeof invitationCard>;
export type InvitationOutcome = z.infer<typeof invitationOutcome>;
export type Team = z.infer<typeof team>;
