import { randomUUID } from 'node:crypto';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUser, type TestUser } from '../../api/testing/fixtures.ts';
import { startMailbox, type Mailbox } from '../../local/mailbox/mailbox.ts';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { createMailer } from '../../platform/mail/mailer.ts';
import { deriveToken, hashToken, tokenContext } from '../../platform/secrets/derive-token.ts';
import type { MailActivities } from '../../workflows/housekeeping-contract.ts';
import { createMailActivities } from './send-mail.ts';

const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');
const STUDIO = 'https://studio.test';

let database: TestDatabase;
let workerSql: Sql;
let mailbox: Mailbox;
let orgId: string;
let inviter: TestUser;

beforeAll(async () => {
  database = await createDatabase();
  workerSql = createPool(database.workerUrl, { max: 2, applicationName: 'mail test' });
  mailbox = await startMailbox({ smtpPort: 0, httpPort: 0 });
  orgId = randomUUID();
  await database.sql`insert into public.organizations (id, name, slug) values (${orgId}, 'Rock & <Roll>', 'rock')`;
  inviter = await createUser(database.sql, 'inviter');
  await database.sql`insert into public.org_members (org_id, user_id, role) values (${orgId}, ${inviter.id}, 'owner')`;
});
afterAll(async () => {
  await workerSql?.end();
  await mailbox?.close();
  await database?.drop();
});

function activities(smtpUrl: string | undefined, masterKey = MASTER_KEY): MailActivities {
  const mailer = createMailer(smtpUrl, 'Parley <hello@parley.test>');
  return createMailActivities({ sql: workerSql, mailer, masterKey, studioUrl: STUDIO });
}

const working = () => activities(`smtp://127.0.0.1:${mailbox.smtpPort}`);

async function invitation(): Promise<{ id: string; token: string; email: string }> {
  const [id, nonce] = [randomUUID(), randomUUID()];
  const token = deriveToken(MASTER_KEY, tokenContext.invitation(id, nonce));
  const email = `${id.slice(0, 8)}@guest.test`;
  await database.sql`
    insert into public.org_invitations (id, org_id, email, role, token_hash, nonce, invited_by, expires_at)
    values (${id}, ${orgId}, ${email}, 'agent', ${hashToken(token)}, ${nonce}, ${inviter.id}, '2027-03-04T05:06:07Z')`;
  return { id, token, email };
}

const input = (id: string, number = 1) => ({ orgId, kind: 'invitation' as const, id, number });

async function noted(id: string) {
  const [row] = await database.sql<{ mailed: number; error: string | null }[]>`
    select mailed_number as mailed, mail_error as error from public.org_invitations where id = ${id}`;
  return row;
}

describe('the mail of an invitation', () => {
  it('goes to the invited address with a link that holds the token, in words and as a page', async () => {
    const { id, token, email } = await invitation();
    expect(await working().sendMail(input(id))).toEqual({ status: 'sent' });
    const mail = mailbox.messages().find(({ to }) => to.includes(email))!;
    expect(mail).toMatchObject({
      from: '"Parley" <hello@parley.test>',
      subject: 'Join Rock & <Roll> on Parley',
    });
    expect(mail.text).toContain(`${STUDIO}/invitations/${token}`);
    expect(mail.text).toContain('4 March 2027');
    expect(mail.html).toContain(`href="${STUDIO}/invitations/${token}"`);
    expect(mail.html).toContain('Rock &#38; &#60;Roll&#62;');
    expect(await noted(id)).toEqual({ mailed: 1, error: null });
  });

  it('is sent once, and not when a newer one took its place or the invitation is closed', async () => {
    const { id } = await invitation();
    await working().sendMail(input(id));
    expect(await working().sendMail(input(id))).toEqual({ status: 'obsolete' });
    expect(await working().sendMail(input(id, 2))).toEqual({ status: 'obsolete' });
    const other = await invitation();
    await database.sql`update public.org_invitations set revoked_at = now() where id = ${other.id}`;
    expect(await working().sendMail(input(other.id))).toEqual({ status: 'obsolete' });
    expect(await working().sendMail(input(randomUUID()))).toEqual({ status: 'obsolete' });
  });

  it.each([
    ['mail_unreachable', 'smtp://127.0.0.1:1', MASTER_KEY],
    ['mail_not_configured', undefined, MASTER_KEY],
    ['token_mismatch', 'smtp://127.0.0.1:1', Buffer.alloc(32, 8).toString('base64')],
  ])('that can’t go out now is tried again and says why: %s', async (code, smtpUrl, masterKey) => {
    const { id, email, token } = await invitation();
    const failure = await activities(smtpUrl, masterKey)
      .sendMail(input(id))
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ type: code, nonRetryable: false });
    expect(JSON.stringify(failure) + String(failure)).not.toMatch(new RegExp(`${email}|${token}`));
    expect(await noted(id)).toEqual({ mailed: 0, error: code });
    await working().sendMail(input(id));
    expect(await noted(id)).toEqual({ mailed: 1, error: null });
  });

  it('that the server refuses for good isn’t tried again', async () => {
    const refusing = await refusingServer();
    const { id, email } = await invitation();
    const { port } = refusing.address() as AddressInfo;
    const failure = await activities(`smtp://127.0.0.1:${port}`)
      .sendMail(input(id))
      .catch((error: unknown) => error);
    refusing.close();
    expect(failure).toMatchObject({ type: 'mail_refused', nonRetryable: true });
    expect(String((failure as Error).message)).not.toContain(email);
    expect(await noted(id)).toEqual({ mailed: 0, error: 'mail_refused' });
  });
});

/** A mail server that knows nobody. */
async function refusingServer(): Promise<Server> {
  const server = createServer((socket) => {
    socket.write('220 test\r\n');
    socket.on('data', (data) => {
      const isRecipient = data.toString().startsWith('RCPT');
      socket.write(isRecipient ? '550 no such mailbox\r\n' : '250 ok\r\n');
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
