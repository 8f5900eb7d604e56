/** What an import changes on people who are there already, and its undoing, is told to watched segments. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startImportWorld, type ImportWorld } from '../../local/testing/import-world.ts';
import { createLogger } from '../../platform/log.ts';
import { refreshCheckedContacts } from '../segments/refresh-checked.ts';

let world: ImportWorld;
beforeAll(async () => {
  world = await startImportWorld();
});
afterAll(() => world?.stop());

it('a person enters a segment by the tag of a file, and leaves it when the import is undone', async () => {
  const { token } = world.api.ours.users.admin;
  const { id: segment } = await world.api.call('createSegment', {
    ...{ token, params: { org: world.org } },
    body: { name: 'VIPs', rules: { kind: 'all', of: [{ kind: 'tag', op: 'has', value: 'vip' }] } },
  });
  await world.api.database.sql`select private.fill_segment(${segment}, now())`;
  const members = async () => {
    while (await refreshCheckedContacts({ sql: world.sql, log: createLogger('test', 'silent') })) continue;
    const rows = await world.api.database.sql<{ name: string }[]>`
      select c.name from segment_members m join contacts c on c.id = m.contact_id where m.segment_id = ${segment}`;
    return rows.map(({ name }) => name);
  };
  await world.import('Phone,Name\n+4915123456789,Zoë\n');
  expect(await members()).toEqual([]);

  const { id } = await world.import('Phone,Name,Tags\n+4915123456789,Zoë,vip\n');
  expect(await members()).toEqual(['Zoë']);

  await world.act('undoImport', id);
  await world.work(id);
  expect(await members()).toEqual([]);
});
