/** Addresses that the global set-up hands to the tests; they travel as JSON. */
export type ProvidedPostgres = {
  adminUrl: string;
  template: string;
  apiPassword: string;
  workerPassword: string;
};

export type ProvidedTemporal = {
  address: string;
  /** Program for tests that start a server of their own. */
  cliPath: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    postgres: ProvidedPostgres;
    temporal: ProvidedTemporal;
  }
}

/** Seals the demo secrets in the template database; every test stack has the same. */
export const TEST_MASTER_KEY = Buffer.alloc(32, 7).toString('base64');
