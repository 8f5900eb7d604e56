/** Imports and exports with everything real: a worker that is killed in the middle, and what Temporal keeps. */
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContactExport, ContactImport } from '../core/api/imports.ts';
import { DEMO } from '../local/demo.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';
import { apiClient, type ApiClient } from './api-client.ts';
import { uploadContacts } from './contact-files.ts';
import { readHistory } from './workflow-history.ts';
import { temporalClient } from './temporal-client.ts';

/** Histories of earlier releases stay as they were written. */
const RELEASE = 'v2';
const ROWS = 5_000;
const LONG = { timeout: 240_000 };

let stack: Stack;
let api: ApiClient;
let client: Client;

beforeAll(async () => {
  stack = await startStack({ supabase: true });
  api = apiClient(stack);
  client = await temporalClient(stack);
});
afterAll(() => stack?.stop());

/** Every tenth row can't be imported, every seventh has the number of an earlier one. */
const file = [
  'Phone,Name,Tags,City,Newsletter',
  ...Array.from({ length: ROWS }, (_, n) => {
    if (n % 10 === 9) return ['bad number', `"broken ${n}`, '+49151,"x"y', ',no phone,,,'][n % 4];
    const number = 20_000_000 + (n % 7 === 6 ? n - 3 : n);
    return `+49151${number},Wilhelmina ${n},"lead,t${n % 5}",Hartenberg ${n % 50},${n % 3 === 0 ? 'yes' : ''}`;
  }),
].join('\n');

describe('an import whose worker is killed in the middle', () => {
  let undisturbed: Outcome;

  it('ends as it does when nobody kills it', LONG, async () => {
    const first = await begin();
    await until(first, 'completed');
    undisturbed = await outcomeOf(first);
    expect(undisturbed.counts).toMatchObject({ total: ROWS, done: ROWS });
    await undo(first);
    expect(await contacts()).toEqual([]);

    const second = await begin();
    await killWhile(second, (now) => now.done > 0 && now.done < ROWS, 1);
    await until(second, 'completed');
    expect(await outcomeOf(second)).toEqual(undisturbed);
  });

  it('is undone whole, however often the worker is killed', LONG, async () => {
    const [newest] = (await api.get<{ items: ContactImport[] }>('/imports')).body.items;
    const id = newest!.id;
    await api.post(`/imports/${id}/undo`);
    await killWhile(
      id,
      (now) => now.undone !== null && now.undone.removed > 0 && now.status === 'undoing',
      1,
    );
    const undone = await until(id, 'undone');
    expect(undone.undone).toEqual({ removed: undisturbed.counts.created, restored: 0, kept: 0 });
    expect(await contacts()).toEqual([]);
  });
});

describe('the histories of an import and an export', () => {
  it('hold ids, never words of people, and end when nothing is kept any more', async () => {
    const id = await begin('Phone,Name\n+4915122222222,Wilhelmina Hartenberg\nbad,Row\n');
    await until(id, 'completed');
    const made = await api.post<ContactExport>('/exports', { all: true });
    const done = await stack.waitFor(async () => {
      const { body } = await api.get<ContactExport>(`/exports/${made.body.id}`);
      return body.status === 'completed' ? body : null;
    });
    const answer = await fetch(`${stack.urls.api}/v1/orgs/${demo.orgId}/exports/${done.id}/file`, {
      headers: { authorization: `Bearer ${DEMO.apiKey}` },
    });
    expect(await answer.text()).toContain('+4915122222222,Wilhelmina Hartenberg');

    // The days pass.
    await stack.sql`update imports set undo_until = now() where id = ${id}`;
    await stack.sql`select private.wake_contact_file('contactImport', ${demo.orgId}, ${id})`;
    await api.post(`/exports/${done.id}/cancel`);
    for (const [name, workflowId] of [
      ['import-contacts', `import/${demo.orgId}/${id}`],
      ['export-contacts', `export/${demo.orgId}/${done.id}`],
    ] as const) {
      const handle = client.workflow.getHandle(workflowId);
      expect(await handle.result()).toBe(name === 'import-contacts' ? 'completed' : 'expired');
      const text = await readHistory(handle, `${name}.${RELEASE}`);
      expect(text).not.toMatch(/Wilhelmina|Hartenberg|4915122222222/);
      // What an operator sees of the days in which it only waits.
      expect(text).toMatch(/"Looks again at 20/);
    }
    const [kept] = await stack.sql`
      select (select count(*)::int from private.import_slices) as contacts, 
        (select count(*)::int from storage.objects where name like ${`%${id}%`} or name like ${`%${done.id}%`}) as files`;
    expect(kept).toMatchObject({ contacts: 0, files: 0 });
  });
});

async function begin(content = file): Promise<string> {
  const { id, mapping } = await uploadContacts(stack, content);
  const started = await api.post(`/imports/${id}/start`, {
    ...mapping,
    tags: ['stack'],
    consentSource: 'A form',
  });
  expect(started.status).toBe(202);
  return id;
}

const load = async (id: string) => (await api.get<ContactImport>(`/imports/${id}`)).body;

function until(id: string, status: ContactImport['status']): Promise<ContactImport> {
  return stack.waitFor(
    async () => {
      const now = await load(id);
      return now.status === status && (now.rejected === 0 || now.hasRejectedRows) ? now : null;
    },
    { timeoutMs: 90_000, what: `an import that is ${status}` },
  );
}

/** Kills the worker while it works, some time after each moment at which `isMiddle` holds. */
async function killWhile(
  id: string,
  isMiddle: (now: ContactImport) => boolean,
  times: number,
): Promise<void> {
  let seen = -1;
  for (let kills = 0; kills < times; kills += 1) {
    await stack.waitFor(
      async () => {
        const now = await load(id);
        const reached = now.done + (now.undone?.removed ?? 0);
        const isTime = isMiddle(now) && reached > seen;
        if (isTime) seen = reached;
        return isTime;
      },
      { timeoutMs: 60_000, everyMs: 10, what: 'the middle of the work' },
    );
    await stack.kill('worker');
    await stack.start('worker');
  }
}

async function undo(id: string): Promise<void> {
  await api.post(`/imports/${id}/undo`);
  await until(id, 'undone');
}

interface Outcome {
  counts: Pick<ContactImport, 'total' | 'done' | 'created' | 'updated' | 'unchanged' | 'rejected'>;
  contacts: unknown[];
  rejected: string;
  entries: number;
}

async function outcomeOf(id: string): Promise<Outcome> {
  const { total, done, created, updated, unchanged, rejected } = await load(id);
  const response = await fetch(`${stack.urls.api}/v1/orgs/${demo.orgId}/imports/${id}/rejected-rows`, {
    headers: { authorization: `Bearer ${DEMO.apiKey}` },
  });
  const [ledger] = await stack.sql<{ n: number }[]>`
    select count(*)::int as n from consent_events where evidence ->> 'importId' = ${id}`;
  return {
    counts: { total, done, created, updated, unchanged, rejected },
    contacts: await contacts(),
    rejected: await response.text(),
    entries: ledger!.n,
  };
}

async function contacts(): Promise<unknown[]> {
  return [
    ...(await stack.sql`
      select c.name, c.tags, c.attributes, c.marketing_consent, c.country,
        (select count(*)::int from contact_events e where e.contact_id = c.id) as events,
        (select array_agg(i.kind || i.value order by i.kind) from contact_identities i where i.contact_id = c.id) as identities
      from contacts c where c.tags @> array['stack'] order by c.name`),
  ];
}
