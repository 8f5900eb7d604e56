/** Files of contacts of the demo organisation, for stack tests. */
import { expect } from 'vitest';
import type { ContactExport, ContactImport } from '../core/api/imports.ts';
import { DEMO } from '../local/demo.ts';
import type { Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';
import type { ApiClient } from './api-client.ts';

/** Uploads a CSV file; nothing is imported yet. */
export async function uploadContacts(stack: Stack, content: string): Promise<ContactImport> {
  const response = await fetch(`${stack.urls.api}/v1/orgs/${demo.orgId}/imports?name=people.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${DEMO.apiKey}` },
    body: content,
  });
  expect(response.status).toBe(201);
  return (await response.json()) as ContactImport;
}

/** Exports all contacts and waits for the file. */
export async function exportContacts(stack: Stack, api: ApiClient): Promise<void> {
  const { body } = await api.post<ContactExport>('/exports', { all: true });
  await stack.waitFor(
    async () => (await api.get<ContactExport>(`/exports/${body.id}`)).body.status === 'completed',
  );
}

/** Paths of what Storage holds of the organisation. */
export async function storedFiles(stack: Stack): Promise<string[]> {
  const rows = await stack.sql<{ name: string }[]>`
    select name from storage.objects where name like ${`${demo.orgId}%`}`;
  return rows.map(({ name }) => name);
}
