import { AsyncLocalStorage } from 'node:async_hooks';
import { SmtpEmailDriver } from '@supabase/lite';

export type MailOptions = {
  smtp: { host: string; port: number };
  /** Where links end up when the request names no page. */
  siteUrl: string;
  /** Where links are checked. */
  gatewayUrl: string;
};

const wantedPage = new AsyncLocalStorage<string | null>();

/** Runs `work` so that mails it causes lead to the page the request asks for in `redirect_to`. */
export function withWantedPage<T>(request: Request, work: () => Promise<T>): Promise<T> {
  return wantedPage.run(new URL(request.url).searchParams.get('redirect_to'), work);
}

/**
 * Sends Auth's mails. lite takes the site for the server of `/auth/v1/verify` and forgets `redirect_to`;
 * links are mended to what hosted Auth would write.
 */
export function mailer({ smtp, siteUrl, gatewayUrl }: MailOptions): Pick<SmtpEmailDriver, 'send'> {
  const from = { name: 'Parley', address: 'no-reply@parley.test' };
  const driver = new SmtpEmailDriver({ ...smtp, from, requireTls: false });
  const site = siteUrl.replace(/\/$/, '');

  function mend(text: string | undefined): string | undefined {
    const page = wantedPage.getStore();
    const target = page && isOwnPage(page, site) ? page : siteUrl;
    return text
      ?.replaceAll(`${site}/auth/v1/verify`, `${gatewayUrl}/auth/v1/verify`)
      .replaceAll(/redirect_to=[^&\s"'<)]*/g, `redirect_to=${encodeURIComponent(target)}`);
  }
  return {
    send: (message) => driver.send({ ...message, text: mend(message.text), html: mend(message.html) }),
  };
}

/** The studio under any port of its host: in development Vite serves it from another one. */
function isOwnPage(page: string, site: string): boolean {
  try {
    return new URL(page).hostname === new URL(site).hostname && /^https?:/.test(page);
  } catch {
    return false;
  }
}
