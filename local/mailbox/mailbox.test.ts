import { createServer } from 'node:net';
import { once } from 'node:events';
import { SmtpEmailDriver } from '@supabase/lite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mail } from './mail.ts';
import { type Mailbox, startMailbox } from './mailbox.ts';

let mailbox: Mailbox;

beforeEach(async () => {
  mailbox = await startMailbox({ smtpPort: 0, httpPort: 0 });
});

afterEach(() => mailbox.close());

/** Sends as Auth does. */
const send = (mail: { to: string; subject: string; text?: string; html?: string }): Promise<void> =>
  new SmtpEmailDriver({
    host: '127.0.0.1',
    port: mailbox.smtpPort,
    from: 'app@demo.test',
    requireTls: false,
  }).send(mail);

describe('the mailbox', () => {
  it('takes mails for anybody and lists the newest first', async () => {
    await send({ to: 'a@demo.test', subject: 'Grüße', text: 'one' });
    await send({ to: 'b@demo.test', subject: 'two', text: 'plain', html: '<b>rich</b>' });
    const listed = (await (await fetch(`${mailbox.url}/messages`)).json()) as Mail[];
    expect(listed).toEqual(mailbox.messages());
    expect(listed).toMatchObject([
      { to: ['b@demo.test'], subject: 'two', text: 'plain', html: '<b>rich</b>', from: 'app@demo.test' },
      { to: ['a@demo.test'], subject: 'Grüße', text: 'one' + '\n', html: '' },
    ]);
  });

  it('keeps the last 200', { timeout: 30_000 }, async () => {
    const mail = (n: number) => send({ to: 'a@demo.test', subject: String(n), text: '.' });
    await Promise.all(Array.from({ length: 200 }, (_, n) => mail(n)));
    for (const n of [200, 201]) await mail(n);
    const subjects = mailbox.messages().map((kept) => kept.subject);
    expect([subjects.length, ...subjects.slice(0, 2)]).toEqual([200, '201', '200']);
  });

  it('shows mails without trusting them', async () => {
    const evil = '<script>alert(1)</script>';
    await send({ to: 'a@demo.test', subject: evil, text: `${evil} http://127.0.0.1/x?a=1&b=2`, html: evil });
    const [{ id }] = mailbox.messages() as [Mail];
    for (const path of ['/', `/messages/${id}`]) {
      const page = await fetch(`${mailbox.url}${path}`);
      const body = await page.text();
      expect(body).toContain('&lt;script&gt;');
      expect(body).not.toContain('<script>');
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    expect(await (await fetch(`${mailbox.url}/messages/${id}`)).text()).toContain(
      'href="http://127.0.0.1/x?a=1&amp;b=2"',
    );
    const html = await fetch(`${mailbox.url}/messages/${id}/html`);
    expect(html.headers.get('content-security-policy')).toMatch(/^sandbox .*script-src 'none'/);
  });

  it('forgets all on request and knows no other mail', async () => {
    await send({ to: 'a@demo.test', subject: 'x', text: '.' });
    expect((await fetch(`${mailbox.url}/messages`, { method: 'DELETE' })).status).toBe(204);
    expect(mailbox.messages()).toEqual([]);
    expect((await fetch(`${mailbox.url}/messages/1`)).status).toBe(404);
  });

  it('says in one sentence which port is taken, and opens none', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as { port: number };
    await expect(startMailbox({ smtpPort: port, httpPort: 0 })).rejects.toMatchObject({
      code: 'mailbox_port_taken',
      message: expect.stringContaining(`Port ${port} on 127.0.0.1`) as string,
    });
    await expect(startMailbox({ smtpPort: 0, httpPort: port })).rejects.toMatchObject({
      code: 'mailbox_port_taken',
    });
    blocker.close();
  });
});
