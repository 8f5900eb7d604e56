/** Files of an organisation that was deleted. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startImportWorld, type ImportWorld } from '../local/testing/import-world.ts';
import { exportPath, importPath, rejectedRowsPath } from '../platform/storage/paths.ts';
import type { Bucket } from '../platform/storage/storage.ts';

let world: ImportWorld;
beforeAll(async () => {
  world = await startImportWorld();
});
afterAll(() => world?.stop());

it('are asked to go in the transaction that deletes it, and go also when one was being written just then', async () => {
  const { ours } = world.api;
  const draft = await world.upload('Phone,Name\n+4915155550001,Ada\n');
  const imported = await world.import('Phone,Name\n+4915155550002,Bob\nnone,Nobody\n');
  const written = await world.api.call('createExport', {
    ...{ token: ours.users.admin.token, params: { org: world.org } },
    body: { all: true },
  });
  const unfinished = await world.api.call('createExport', {
    ...{ token: ours.users.admin.token, params: { org: world.org } },
    body: { all: true },
  });
  await world.workExport(written.id);
  await world.sql`delete from private.outbox`;

  await world.api.call('deleteOrganization', {
    ...{ token: ours.users.owner.token, params: { org: world.org }, query: { confirm: 'Ours' } },
  });
  const woken = await world.sql<{ topic: string; key: string }[]>`
    select topic, key from private.outbox where topic <> 'organizationPurge' order by topic desc, key`;
  expect([...woken]).toEqual([
    { topic: 'contactImport', key: draft.id },
    { topic: 'contactImport', key: imported.id },
    { topic: 'contactExport', key: written.id },
    { topic: 'contactExport', key: unfinished.id },
  ]);

  // Another worker was in the middle of these.
  const unfinishedPath = exportPath(world.org, unfinished.id, 'csv');
  await world.storage.upload('exports', unfinishedPath, Readable.from(['x']), 'text/csv');
  await world.storage.upload(
    'imports',
    rejectedRowsPath(world.org, draft.id),
    Readable.from(['x']),
    'text/csv',
  );
  for (const { topic, key } of woken)
    await (topic === 'contactImport' ? world.work(key) : world.workExport(key));
  const paths: [Bucket, string][] = [
    ...[draft, imported].flatMap(({ id }): [Bucket, string][] => [
      ['imports', importPath(world.org, id)],
      ['imports', rejectedRowsPath(world.org, id)],
    ]),
    ['exports', exportPath(world.org, written.id, 'csv')],
    ['exports', unfinishedPath],
  ];
  for (const [bucket, path] of paths)
    await expect(world.storage.download(bucket, path), path).rejects.toMatchObject({ code: 'not_found' });
});
