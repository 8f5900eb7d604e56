/** The audit log says by which workflow Parley did something, and nothing of the kind when people did it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startImportWorld, type ImportWorld } from '../local/testing/import-world.ts';
import { workflowIds } from '../workflows/contract.ts';

let world: ImportWorld;
beforeAll(async () => {
  world = await startImportWorld();
});
afterAll(() => world?.stop());

describe('the workflow in the audit log', () => {
  it('is the import’s, for its row, the consent in its file and whom its undoing removes', async () => {
    const { id } = await world.import('Phone,Name,Newsletter\n+4915155550001,Ada,yes\n', {
      consentSource: 'A form',
    });
    const [contact] = await world.contacts();
    await world.act('undoImport', id);
    await world.work(id);
    const workflowId = workflowIds.importContacts(world.org, id);
    expect(await entriesOf(id)).toEqual([
      { subject: 'import', action: 'created', status: 'draft', by: 'user', workflowId: null },
      { subject: 'import', action: 'changed', status: 'queued', by: 'user', workflowId: null },
      { subject: 'import', action: 'changed', status: 'running', by: 'system', workflowId },
      { subject: 'import', action: 'changed', status: 'completed', by: 'system', workflowId },
      { subject: 'import', action: 'changed', status: 'undoing', by: 'user', workflowId: null },
      { subject: 'import', action: 'changed', status: 'undone', by: 'system', workflowId },
    ]);
    expect(await entriesOf(contact!.id)).toEqual([
      { subject: 'consent', action: 'created', status: null, by: 'system', workflowId },
      { subject: 'contact', action: 'deleted', status: null, by: 'system', workflowId },
    ]);
  });

  it('is the export’s, for its row', async () => {
    const { id } = await world.api.call('createExport', {
      ...{ token: world.api.ours.users.admin.token, params: { org: world.org } },
      body: { all: true },
    });
    await world.workExport(id);
    const workflowId = workflowIds.exportContacts(world.org, id);
    expect(await entriesOf(id)).toEqual([
      { subject: 'export', action: 'created', status: 'queued', by: 'user', workflowId: null },
      { subject: 'export', action: 'changed', status: 'running', by: 'system', workflowId },
      { subject: 'export', action: 'changed', status: 'completed', by: 'system', workflowId },
    ]);
  });
});

async function entriesOf(subjectId: string) {
  const rows = await world.api.database.sql`
    select subject, action, after ->> 'status' as status, actor_kind as by, workflow_id as "workflowId" from audit_log
    where subject_id = ${subjectId} and (subject <> 'import' or after ? 'status') order by id`;
  return [...rows];
}
