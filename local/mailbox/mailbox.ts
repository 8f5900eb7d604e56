import { type EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Mail } from './mail.ts';
import { listPage, mailPage } from './pages.ts';

export type Mailbox = {
  /** Address of the page. */
  url: string;
  smtpPort: number;
  /** What arrived, newest first. */
  messages(): Mail[];
  close(): Promise<void>;
};

export class MailboxError extends Error {
  override readonly name = 'MailboxError';
  readonly code = 'mailbox_port_taken';
}

/**
 * A mailbox that takes every mail on loopback and shows the last 200 of them; nothing leaves the machine.
 * @throws MailboxError when a port can't be used
 */
export async function startMailbox(options: { smtpPort: number; httpPort: number }): Promise<Mailbox> {
  const mails: Mail[] = [];
  const smtp = receiver((mail) => {
    mails.unshift(mail);
    mails.length = Math.min(mails.length, KEPT);
  });
  const http = createServer((request, response) => answer(mails, request.method, request.url, response));
  http.listen(options.httpPort, HOST);
  await listening(http, options.httpPort);
  try {
    smtp.listen(options.smtpPort, HOST);
    await listening(smtp.server, options.smtpPort);
  } catch (error) {
    http.close();
    throw error;
  }
  const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;
  return {
    url: `http://${HOST}:${portOf(http)}`,
    smtpPort: portOf(smtp.server),
    messages: () => [...mails],
    close: async () => {
      http.closeAllConnections();
      await Promise.all([
        new Promise((done) => http.close(done)),
        new Promise<void>((done) => smtp.close(() => done())),
      ]);
    },
  };
}

const HOST = '127.0.0.1';
const KEPT = 200;
const MAX_MAIL_BYTES = 10 * 1024 * 1024;

async function listening(server: EventEmitter, port: number): Promise<void> {
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new MailboxError(
      `Port ${port} on ${HOST}, wanted for the mailbox, can't be used (${(cause as NodeJS.ErrnoException).code}): ` +
        'stop the program that holds it, or choose another port.',
      { cause },
    );
  }
}

function receiver(keep: (mail: Mail) => void): SMTPServer {
  let lastId = 0;
  const server = new SMTPServer({
    size: MAX_MAIL_BYTES,
    authOptional: true,
    disableReverseLookup: true,
    onAuth: (auth, _session, done) => done(null, { user: auth.username }),
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      simpleParser(stream).then(
        (parsed) => {
          keep({
            id: ++lastId,
            receivedAt: new Date().toISOString(),
            from: parsed.from?.text ?? '',
            to: session.envelope.rcptTo.map((recipient) => recipient.address),
            subject: parsed.subject ?? '',
            text: parsed.text ?? '',
            html: parsed.html || '',
          });
          done();
        },
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
  // A client that hangs up in the middle is its own problem, not ours.
  server.on('error', () => {});
  return server;
}

function answer(
  mails: Mail[],
  method: string | undefined,
  url: string | undefined,
  response: ServerResponse,
): void {
  const { pathname } = new URL(url ?? '/', 'http://mailbox');
  const [, folder, id, part] = pathname.split('/');
  const mail = mails.find((candidate) => String(candidate.id) === id);
  if (method === 'DELETE' && pathname === '/messages') {
    mails.length = 0;
    send(response, 204, 'text/plain', '');
  } else if (method !== 'GET') send(response, 405, 'text/plain', 'Only GET and DELETE /messages.');
  else if (pathname === '/') send(response, 200, 'text/html', listPage(mails));
  else if (pathname === '/messages') send(response, 200, 'application/json', JSON.stringify(mails));
  else if (folder !== 'messages' || !mail) send(response, 404, 'text/plain', 'There is no such mail.');
  else if (part === 'html')
    send(
      response,
      200,
      'text/html',
      mail.html,
      "sandbox allow-popups; default-src data: https: 'unsafe-inline'; script-src 'none'",
    );
  else if (part === 'json') send(response, 200, 'application/json', JSON.stringify(mail));
  else send(response, 200, 'text/html', mailPage(mail));
}

const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'";

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  policy = PAGE_POLICY,
): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(body);
}
