/** The mail of an invitation. Its token is made here again from the master key and held against the stored hash. */
import { renderHtml, renderText, type MailContent } from '../../platform/mail/layout.ts';
import type { Mail } from '../../platform/mail/mailer.ts';
import { deriveToken, hashToken, tokenContext } from '../../platform/secrets/derive-token.ts';
import type { Sql } from '../../platform/db/pool.ts';
import type { MailInput } from '../../workflows/housekeeping-contract.ts';

export interface InvitationMailOptions {
  masterKey: string;
  /** Where people reach the studio, without a slash at the end. */
  studioUrl: string;
}

/** The master key is not the one that the API made the token with. */
export class TokenMismatchError extends Error {
  readonly code = 'token_mismatch';
}

interface Row {
  email: string;
  role: string;
  organizationName: string;
  invitedByName: string | null;
  nonce: string;
  tokenHash: Buffer;
  expiresAt: Date;
}

/**
 * @returns null when there is nothing to send (any more)
 * @throws TokenMismatchError
 */
export async function loadInvitationMail(
  sql: Sql,
  { id, number }: MailInput,
  { masterKey, studioUrl }: InvitationMailOptions,
): Promise<Mail | null> {
  const [row] = await sql<Row[]>`
    select email, role, organization_name as "organizationName", invited_by_name as "invitedByName", nonce,
      token_hash as "tokenHash", expires_at as "expiresAt"
    from private.load_invitation_mail(${id}, ${number})`;
  if (!row) return null;
  const token = deriveToken(masterKey, tokenContext.invitation(id, row.nonce));
  if (!hashToken(token).equals(row.tokenHash)) {
    throw new TokenMismatchError(
      'The token of an invitation can’t be made again: PARLEY_MASTER_KEY differs from the API’s.',
    );
  }
  const content = describe(row, `${studioUrl}/invitations/${token}`);
  return {
    id: `invitation.${id}.${number}`,
    to: row.email,
    subject: content.title,
    text: renderText(content),
    html: renderHtml(content),
  };
}

export async function noteInvitationMail(
  sql: Sql,
  { id, number }: MailInput,
  error: string | null,
): Promise<void> {
  await sql`select private.note_invitation_mail(${id}, ${number}, ${error})`;
}

const roleWords: Record<string, string> = {
  owner: 'an owner',
  admin: 'an admin',
  agent: 'an agent',
  viewer: 'a viewer',
};

function describe(
  { organizationName, invitedByName, role, email, expiresAt }: Row,
  url: string,
): MailContent {
  const name = shorten(organizationName);
  const day = expiresAt.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return {
    title: `Join ${name} on Parley`,
    paragraphs: [
      `${invitedByName ? shorten(invitedByName) : 'The team'} invites you to work in “${name}” as ${roleWords[role] ?? 'a member'}.`,
      `Sign in or make an account with ${email} to accept. The link works once, until ${day}.`,
    ],
    action: { label: 'See the invitation', url },
    footer: 'You didn’t expect this? Then do nothing: without you it simply ends.',
  };
}

/** What strangers chose as a name stays a name. */
function shorten(name: string): string {
  const line = name.replaceAll(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
