/** A flow that comes as a file from another workspace, which names things that only that one knows by their ids. */
import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { sampleNode } from '../core/flow/samples/build.ts';
import { flowDoc } from '../core/flow/testing.ts';
import { exportFlow } from '../core/flow/transfer.ts';
import type { Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';
import { accessibilityProblemsInBothThemes, signIn } from './browser.ts';
import { useStudio } from './studio.ts';

let stack: Stack;
let page: Page;

useStudio(async (started) => {
  ({ stack, page } = started);
  await signIn(page, stack.urls.api);
});

it('is imported with what has the same name here, and says what is missing', async () => {
  const rules = { kind: 'all', of: [] };
  const [segment] = await stack.sql<{ id: string }[]>`
    insert into segments (org_id, name, rules) values (${demo.orgId}, 'Regulars', ${stack.sql.json(rules)}) returning id`;
  const [theirs, lost] = [crypto.randomUUID(), crypto.randomUUID()];
  const nodes = {
    entered: sampleNode('segment-trigger', 0, 0, { segmentId: theirs }),
    other: sampleNode('segment-trigger', 0, 200, { segmentId: lost }),
  };
  const file = exportFlow('From elsewhere', flowDoc(nodes, []), {
    segments: { [theirs]: 'Regulars', [lost]: 'Night owls' },
  });
  await page.goto(`${stack.urls.api}/flows`);
  await page.getByRole('button', { name: 'Import' }).waitFor();
  await page.getByLabel('File of a flow').setInputFiles({
    name: 'flow.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(file)),
  });
  const dialog = page.getByRole('dialog', { name: '“From elsewhere” is imported as a draft' });
  await dialog.getByRole('region', { name: 'Missing here' }).getByText('Segment Night owls').waitFor();
  await dialog.getByRole('region', { name: 'Found by name' }).getByText('Regulars').waitFor();
  expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
  if (process.env['SHOT']) await page.screenshot({ path: process.env['SHOT'] });
  await dialog.getByRole('link', { name: 'Open the flow' }).click();
  await page.waitForURL(/\/flows\/[0-9a-f-]{36}/);
  const [flow] = await stack.sql`select draft from flows where name = 'From elsewhere'`;
  expect(flow!.draft).toMatchObject({ nodes: { entered: { data: { segmentId: segment!.id } } } });
});
