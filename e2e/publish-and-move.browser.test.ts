/** A new version goes live in the studio while people are on their way, with the worker running. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import type { Stack } from '../local/testing/stack.ts';
import { apiClient } from './api-client.ts';
import { accessibilityProblems, signIn } from './browser.ts';
import { person, type Person } from './person.ts';
import { useStudio } from './studio.ts';

let stack: Stack;
let studio: Page;

useStudio(async (started) => {
  ({ stack, page: studio } = started);
  await apiClient(stack).publish('Offers', {
    nodes: {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'offers' }] }),
      ask: sampleNode('ask', 300, 0, {
        label: 'Asks for the size',
        text: 'Which size?',
        saveAs: 'size',
        validation: { kind: 'text', minLength: 1 },
        tries: 3,
        retryText: 'Again?',
        timeoutMs: 3_600_000,
      }),
      offer: sampleNode('send-text', 600, 0, { label: 'Offers', text: 'First offer in {{ answers.size }}.' }),
      end: sampleNode('exit', 900, 0, { outcome: 'completed', reason: 'Offered' }),
    },
    edges: edgesFrom([
      ['start', 'next', 'ask'],
      ['ask', 'valid', 'offer'],
      ['ask', 'no-reply', 'end'],
      ['offer', 'sent', 'end'],
    ]),
    variables: { size: { type: 'text' } },
  });
  await signIn(studio, stack.urls.api);
  await studio.getByRole('link', { name: 'Flows' }).click();
  await studio.getByRole('link', { name: /^Offers/ }).click();
});

describe('publishing while people are on their way', () => {
  it('moves them, after showing what that does, and they go on by the new version', async () => {
    const someone = await asked('Olga', '15556660101');
    await offer('Second offer in {{ answers.size }}.');
    await studio.getByRole('button', { name: 'Publish', exact: true }).click();
    const dialog = studio.getByRole('dialog', { name: 'Publish this flow' });
    await dialog.getByText('1 person', { exact: false }).first().waitFor();
    await dialog.getByRole('radio', { name: 'Move them now' }).check();
    const plan = dialog.getByRole('list', { name: 'What happens to them' });
    await plan.getByText('Asks for the size').waitFor();
    await plan.getByText('Stay', { exact: true }).waitFor();
    expect(await accessibilityProblems(studio)).toEqual([]);

    await dialog.getByRole('button', { name: 'Publish now' }).click();
    await studio.getByText('People are being moved to version 2').waitFor();
    await movedTo('Olga', 2);
    await someone.says('XL');
    await someone.gets('Second offer in XL.');
  });

  it('lets them finish as they began, until somebody moves them from the list of versions', async () => {
    const someone = await asked('Otto', '15556660102');
    await offer('Third offer in {{ answers.size }}.');
    await studio.getByRole('button', { name: 'Publish', exact: true }).click();
    await studio.getByRole('button', { name: 'Publish now' }).click();
    await studio.getByText('Live v3').first().waitFor();
    await studio.getByRole('button', { name: 'Versions', exact: true }).click();
    await studio.getByRole('button', { name: 'Move people from version 2' }).click();
    const dialog = studio.getByRole('dialog', { name: 'Move people from version 2 to 3' });
    await dialog.getByText('Asks for the size').waitFor();
    expect(await accessibilityProblems(studio)).toEqual([]);
    await dialog.getByRole('button', { name: 'Move 1 person' }).click();
    await studio.getByText('People are being moved to version 3').waitFor();
    await movedTo('Otto', 3);
    await someone.says('S');
    await someone.gets('Third offer in S.');
  });
});

/** Somebody who waits at the question. */
async function asked(name: string, number: string): Promise<Person> {
  const someone = person(stack, number, name);
  await someone.says('offers');
  await someone.gets('Which size?');
  await stack.waitFor(async () => {
    const [run] = await stack.sql`
      select r.status from flow_runs r join contacts c on c.id = r.contact_id where c.name = ${name}`;
    return run?.status === 'waiting';
  });
  return someone;
}

/** Changes the words of the draft and waits until they are saved. */
async function offer(text: string) {
  await studio.locator('.react-flow__node[data-id="offer"]').click();
  await studio.getByLabel('Text', { exact: true }).fill(text);
  await studio.getByText('Unsaved changes').waitFor();
  await studio.getByText('Saved', { exact: true }).waitFor();
}

async function movedTo(name: string, version: number) {
  await stack.waitFor(async () => {
    const [run] = await stack.sql`
      select v.number from flow_runs r join flow_versions v on v.id = r.flow_version_id join contacts c on c.id = r.contact_id
      where c.name = ${name}`;
    return run?.number === version;
  });
}
