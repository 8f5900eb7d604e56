/** Imports from the upload to the last slice, on a real database, API and Storage; only Temporal is left out. */
import { createTestApi, type TestApi } from '../../api/testing/test-api.ts';
import type { ContactImport } from '../../core/api/imports.ts';
import { createDatabase } from './database.ts';
import { TEST_MASTER_KEY } from './provided.ts';
import { startTestStorage, type TestStorage } from './storage.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { createSuppressionKeys } from '../../platform/secrets/suppression.ts';
import type { FileStorage } from '../../platform/storage/storage.ts';
import { workOnExport } from '../../worker/exports/work-on-export.ts';
import type { ImportWork } from '../../worker/imports/run-import.ts';
import { workOnImport } from '../../worker/imports/work-on-import.ts';

export interface ImportWorld {
  api: TestApi;
  org: string;
  /** As the worker logs in. */
  sql: Sql;
  storage: FileStorage;
  supabase: TestStorage['config'];
  upload(content: string | Uint8Array, name?: string): Promise<ContactImport>;
  /** Uploads and starts; what isn't given is as suggested. */
  start(content: string | Uint8Array, change?: object): Promise<ContactImport>;
  /** Works until there is nothing to do now. */
  work(id: string, options?: Partial<ImportWork> & { now?: Date }): Promise<ContactImport | null>;
  /** Upload, start, work. */
  import(content: string | Uint8Array, change?: object): Promise<ContactImport>;
  act(
    name: 'pauseImport' | 'resumeImport' | 'cancelImport' | 'undoImport',
    id: string,
  ): Promise<ContactImport>;
  workExport(id: string, options?: { now?: Date }): Promise<void>;
  contacts(): Promise<StoredContact[]>;
  /** Takes away the contacts that `contacts` gives. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export interface StoredContact {
  id: string;
  phone: string | null;
  name: string | null;
  tags: string[];
  attributes: Record<string, unknown>;
  consent: string;
  country: string | null;
}

export async function startImportWorld(): Promise<ImportWorld> {
  const database = await createDatabase();
  const kept = await startTestStorage(database);
  const api = await createTestApi(database, { config: kept.config });
  const sql = createPool(database.workerUrl, { max: 4, applicationName: 'worker of a test' });
  const org = api.ours.id;
  const token = api.ours.users.admin.token;
  const { storage } = kept;
  const suppressionKeys = createSuppressionKeys(TEST_MASTER_KEY);

  const world: ImportWorld = {
    ...{ api, org, sql, storage, supabase: kept.config },
    upload(content, name = 'people.csv') {
      const body = new Blob([content as string]);
      return api.call('createImport', { token, params: { org }, query: { name }, body });
    },
    async start(content, change = {}) {
      const made = await world.upload(content);
      return api.call('startImport', {
        ...{ token, params: { org, import: made.id } },
        body: { ...made.mapping, ...change },
      });
    },
    async work(id, { now = new Date(), ...options } = {}) {
      for (;;) {
        const { next } = await workOnImport({ sql, storage, suppressionKeys }, { orgId: org, id }, now, {
          onProgress() {},
          ...options,
        });
        if (next !== 'again' || options.signal?.aborted) break;
      }
      const response = await api.send('getImport', { token, params: { org, import: id } });
      return response.ok ? ((await response.json()) as ContactImport) : null;
    },
    async import(content, change) {
      const { id } = await world.start(content, change);
      return (await world.work(id))!;
    },
    act: (name, id) => api.call(name, { token, params: { org, import: id } }),
    async workExport(id, { now = new Date() } = {}) {
      let next: string;
      do {
        ({ next } = await workOnExport({ sql, storage }, { orgId: org, id }, now, { onProgress() {} }));
      } while (next === 'again');
    },
    contacts: async () => [
      ...(await sql<StoredContact[]>`
        select * from (select c.id, c.name, c.tags, c.attributes, c.marketing_consent as consent, c.country,
          (select i.value from contact_identities i where i.contact_id = c.id and i.kind = 'phone') as phone
        from contacts c where c.org_id = ${org} and c.name is distinct from 'Ada of Ours' ) found order by phone collate "C"`),
    ],
    async clear() {
      await database.sql`delete from contacts where org_id = ${org} and name is distinct from 'Ada of Ours'`;
    },
    async stop() {
      await sql.end({ timeout: 1 });
      await kept.stop();
      await api.close();
    },
  };
  return world;
}

/** A file with so many people, whose numbers and names count up from `from`. */
export const peopleFile = (count: number, from = 0) =>
  `Phone,Name,City\n${Array.from({ length: count }, (_, n) => `+1555${String(1_000_000 + from + n)},Person ${from + n},Berlin`).join('\n')}\n`;
