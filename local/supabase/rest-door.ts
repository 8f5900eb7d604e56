import { App } from '@supabase/lite';
import { UngrantingConnection } from './lite.ts';

export type RestDoorOptions = {
  /** Superuser's connection: the door takes the role of each request's key or token itself. */
  databaseUrl: string;
  jwtSecret: string;
  publishableKey: string;
  secretKey: string;
  /** Schemas that the door shows. */
  schemas: string[];
};

export type RestDoor = {
  /** @param path below `/rest/v1` */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
};

/**
 * The REST door that a hosted Supabase project has whether or not it is used (`/rest/v1`, PostgREST). For tests only, which prove
 * that nothing of ours can be reached through it: the product never opens it.
 */
export function openRestDoor(options: RestDoorOptions): RestDoor {
  const connection = new UngrantingConnection({ url: options.databaseUrl, postgresOptions: { max: 4 } });
  const app = new App({
    connection,
    api: { enabled: true, schemas: options.schemas },
    auth: {
      enabled: true,
      jwt_secret: options.jwtSecret,
      publishable_key: options.publishableKey,
      secret_key: options.secretKey,
    },
    studio: { enabled: false },
    db: { migrations: { enabled: false } },
    options: { server: { admin: false } },
  });
  return {
    fetch: async (path, init) => app.fetch(new Request(`http://localhost/rest/v1${path}`, init)),
    close: () => connection.close(),
  };
}
