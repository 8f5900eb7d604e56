import { App, setExperimental } from '@supabase/lite';
import { PostgresConnection } from '@supabase/lite/postgres';
import { fileStorage } from './file-storage.ts';
import { mailer, type MailOptions, withWantedPage } from './mails.ts';

export type LiteOptions = MailOptions & {
  /** Superuser's connection. */
  databaseUrl: string;
  jwtSecret: string;
  publishableKey: string;
  secretKey: string;
  storageDir: string;
};

export type Lite = {
  handle: (request: Request, peerAddress: string | null) => Promise<Response>;
  close(): Promise<void>;
};

/** Auth and Storage of `@supabase/lite` on our Postgres, without its REST door, its studio and its admin mode. */
export function createLite(options: LiteOptions): Lite {
  setExperimental('storage', true);
  const connection = new UngrantingConnection({ url: options.databaseUrl, postgresOptions: { max: 8 } });
  const app = new App({
    connection,
    auth: {
      enabled: true,
      jwt_secret: options.jwtSecret,
      jwt_expiry: 3600,
      publishable_key: options.publishableKey,
      secret_key: options.secretKey,
      site_url: options.siteUrl,
      additional_redirect_urls: [`${options.siteUrl}/**`],
      enable_signup: true,
      minimum_password_length: 8,
      email: { enable_signup: true, enable_confirmations: false },
    },
    storage: { enabled: true, file_size_limit: '100MiB' },
    studio: { enabled: false },
    // Our own runner writes the migration history.
    db: { migrations: { enabled: false } },
    options: {
      server: { admin: false },
      drivers: { email: mailer(options) },
    },
  });
  app._storageAdapter = fileStorage(options.storageDir);
  return {
    handle: (request, peerAddress) => withWantedPage(request, () => app.fetch(request, { peerAddress })),
    close: () => connection.close(),
  };
}

/**
 * At its first request lite grants everything on every schema with row level security to anon and
 * authenticated, and makes that the default for new tables. Hosted Supabase does neither, so a missing GRANT
 * would show only there. lite skips the step when it believes that it was done; bootstrap.sql grants what Auth and Storage need.
 */
export class UngrantingConnection extends PostgresConnection {
  constructor(config: ConstructorParameters<typeof PostgresConnection>[0]) {
    super(config);
    (this as unknown as { rlsState: string }).rlsState = 'active';
  }
}
