/** What could not be done is seen, understood and tried again by whoever runs the workspace. */
import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { waitUntil } from '../local/process/wait.ts';
import type { Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';
import { accessibilityProblemsInBothThemes, signIn } from './browser.ts';
import { person } from './person.ts';
import { useStudio } from './studio.ts';

let stack: Stack;
let page: Page;

useStudio(async (started) => {
  ({ stack, page } = started);
  await signIn(page, stack.urls.api);
});
beforeEach(() => stack.sql`delete from private.dead_letters`);

it('shows that nothing has failed', async () => {
  await openFailures();
  await page.getByText('Nothing has failed').waitFor();
  await expectAccessible();
});

it('tries a message again that failed, and its sender gets the answer that they waited for', async () => {
  const lena = person(stack, '15550640001', 'Lena Late');
  await whileMessagesFail(() => lena.says('hello'), 1);
  await openFailures();
  const list = page.getByRole('list', { name: 'Failed deliveries' });
  await list.getByRole('button', { name: /Message from a person/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Failed', { exact: true }).waitFor();
  await dialog.getByText('+1 555 010 0001').waitFor();
  await expectAccessible();
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await dialog.getByText('Done', { exact: true }).first().waitFor();
  await lena.gets('Hi Lena!');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByText('Nothing has failed').waitFor();
});

it('tries all of a cause again, and dismisses what only was kept', async () => {
  await whileMessagesFail(async () => {
    for (const n of [1, 2, 3]) await person(stack, `1555064001${n}`, `Many ${n}`).says('hello');
  }, 3);
  await stack.sql`
    insert into private.dead_letters (org_id, kind, cause, reference)
    select ${demo.orgId}, 'webhook_call', 'kept', jsonb_build_object('field', 'calls', 'content', n) from generate_series(1, 4) n`;
  await openFailures();
  const causes = page.getByRole('list', { name: 'By cause' });
  const list = page.getByRole('list', { name: 'Failed deliveries' });
  await causes.getByRole('button', { name: /^Show: Not used by Parley/ }).click();
  await waitUntil(async () => (await list.getByRole('listitem').count()) === 4);
  await expectAccessible();
  await causes.getByRole('button', { name: /^Dismiss all: Not used by Parley/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Dismiss all' }).click();
  await page.getByText('4 failed deliveries dismissed').waitFor();
  await causes.getByRole('button', { name: /^Try all again: It contradicts/ }).click();
  await expectAccessible();
  await page.getByRole('dialog').getByRole('button', { name: 'Try all again' }).click();
  await waitUntil(async () => {
    const [row] = await stack.sql`
      select count(*)::int as n from messages m join contacts c on c.id = m.contact_id where c.name like 'Many %' and m.text = 'hello'`;
    return row!.n === 3;
  });
  await page.goto(`${stack.urls.api}/settings/audit`);
  await page
    .getByText(/asked to try a failed delivery again/)
    .first()
    .waitFor();
});

async function openFailures(): Promise<void> {
  await page.goto(`${stack.urls.api}/settings/failed-deliveries`);
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
}

async function expectAccessible(): Promise<void> {
  expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
}

/** While `write` goes on, the database refuses every message; until so many letters say so. */
async function whileMessagesFail(write: () => Promise<unknown>, letters: number): Promise<void> {
  const { sql } = stack;
  await sql.unsafe(`
    create function private.test_defect() returns trigger language plpgsql as $$
    begin raise exception 'no' using errcode = '23514'; end $$;
    create trigger test_defect before insert on public.messages for each row execute function private.test_defect()`);
  try {
    await write();
    await waitUntil(
      async () => (await sql`select from private.dead_letters where cause = '23514'`).length === letters,
    );
  } finally {
    await sql`drop function private.test_defect cascade`;
  }
}
