/** Who belongs to an organisation, and who is invited to. */
import { z } from 'zod';
import * as members from '../members.ts';
import * as s from '../schemas.ts';
import { inOrg, list, org, orgPath, type OperationGroup } from './operation.ts';

export const membersOperations = {
  listMembers: {
    method: 'get',
    path: `${orgPath}/members`,
    summary: 'Members by name',
    access: 'members:read',
    params: org,
    query: list({}),
    response: s.page(members.member),
  },
  updateMember: {
    method: 'patch',
    path: `${orgPath}/members/{member}`,
    summary:
      'Change a role; API keys that act for the person do no more than it allows. Only owners make owners or touch one; 409 `last_owner` when none would be left',
    access: 'members:write',
    params: inOrg({ member: s.id }),
    body: z.strictObject({ role: s.role }),
    example: { role: 'agent' },
    response: members.member,
  },
  removeMember: {
    method: 'delete',
    path: `${orgPath}/members/{member}`,
    summary:
      'End a membership and its access at once: API keys that act for the person stop, open invitations of theirs end, conversations of theirs are nobody’s again',
    access: 'members:write',
    params: inOrg({ member: s.id }),
    response: z.object({ userId: s.id }),
  },
  leaveOrganization: {
    method: 'post',
    path: `${orgPath}/leave`,
    summary: 'End one’s own membership; 409 `last_owner` for the only owner',
    access: 'members:read',
    params: org,
    response: z.object({ userId: s.id }),
  },
  listInvitations: {
    method: 'get',
    path: `${orgPath}/invitations`,
    summary: 'Invitations that are neither accepted nor revoked, newest first',
    access: 'members:write',
    params: org,
    query: list({}),
    response: s.page(members.invitation),
  },
  createInvitations: {
    method: 'post',
    path: `${orgPath}/invitations`,
    summary: 'Invite people by mail; good for 7 days. Who is a member or has an open invitation is left out',
    access: 'members:write',
    params: org,
    body: z.strictObject({ emails: z.array(members.email).min(1).max(50), role: s.role }),
    example: { emails: ['ada@example.com'], role: 'agent' },
    status: 201,
    response: z.object({ items: z.array(members.invitationOutcome) }),
  },
  resendInvitation: {
    method: 'post',
    path: `${orgPath}/invitations/{invitation}/resend`,
    summary: 'Send a new link, good for 7 days; the old one ends. 409 `invitation_closed`',
    access: 'members:write',
    params: inOrg({ invitation: s.id }),
    response: members.invitation,
  },
  revokeInvitation: {
    method: 'delete',
    path: `${orgPath}/invitations/{invitation}`,
    summary: 'End an invitation; 409 `invitation_closed` when it was accepted or revoked',
    access: 'members:write',
    params: inOrg({ invitation: s.id }),
    response: z.object({ id: s.id }),
  },
  lookUpInvitation: {
    method: 'post',
    path: '/v1/invitations/lookup',
    summary:
      'What an invitation’s link leads to; needs nobody to be signed in. 404 when a newer link took its place',
    access: 'public',
    params: z.object({}),
    body: z.strictObject({ token: members.invitationToken }),
    example: { token: 'A'.repeat(43) },
    response: members.invitationCard,
  },
  acceptInvitation: {
    method: 'post',
    path: '/v1/invitations/accept',
    summary: 'Become a member. The signed-in person’s verified address must be the invited one',
    access: 'any',
    params: z.object({}),
    body: z.strictObject({ token: members.invitationToken }),
    example: { token: 'A'.repeat(43) },
    response: s.membership,
  },
} as const satisfies OperationGroup;
