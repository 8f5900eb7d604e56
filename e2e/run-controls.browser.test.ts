/** What an operator does to runs in the studio, seen on the person's phone. */
import type { Locator, Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import type { Stack } from '../local/testing/stack.ts';
import { apiClient } from './api-client.ts';
import { accessibilityProblems, signIn } from './browser.ts';
import { person, type Person } from './person.ts';
import { useStudio } from './studio.ts';

let stack: Stack;
let studio: Page;
let runs: Locator;
let serial = 0;

useStudio(async (started) => {
  ({ stack, page: studio } = started);
  await apiClient(stack).publish('Moods', {
    nodes: {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'moods' }] }),
      greet: sampleNode('send-text', 300, 0, { label: 'Greets', text: 'Good to see you.' }),
      ask: sampleNode('ask', 600, 0, {
        label: 'Asks',
        text: 'How are you?',
        saveAs: 'mood',
        validation: { kind: 'text', minLength: 1 },
        tries: 3,
        retryText: 'Again?',
        timeoutMs: 3_600_000,
      }),
      thank: sampleNode('send-text', 900, 0, { text: 'Noted: {{ answers.mood }}.' }),
      end: sampleNode('exit', 1200, 0, { outcome: 'completed', reason: 'All said' }),
    },
    edges: edgesFrom([
      ['start', 'next', 'greet'],
      ['greet', 'sent', 'ask'],
      ['ask', 'valid', 'thank'],
      ['ask', 'no-reply', 'end'],
      ['thank', 'sent', 'end'],
    ]),
    variables: { mood: { type: 'text' } },
  });
  await signIn(studio, stack.urls.api);
  await studio.getByRole('link', { name: 'Flows' }).click();
  await studio.getByRole('link', { name: /^Moods/ }).click();
  await studio.getByRole('radio', { name: 'Runs' }).click();
  runs = studio.getByRole('complementary', { name: 'Runs' });
});
beforeEach(() => stack.simulator.removeFaults());

describe('a run whose step failed', () => {
  it('says why, and goes on when it is tried again', async () => {
    const { someone, name } = await failedRun();
    await runs.getByRole('radio', { name: 'Needs attention' }).click();
    await choose(name);
    await runs.getByRole('note').getByText('WhatsApp refused the message').waitFor();
    expect(await accessibilityProblems(studio)).toEqual([]);

    await press('Try again');
    await studio.getByText('The step failed again').waitFor();
    await stack.simulator.removeFaults();
    await press('Try again');
    await studio.getByText('The step was tried again').waitFor();
    await someone.gets('Good to see you.');
    await someone.gets('How are you?');
    await runs.getByText('Nobody needs attention').waitFor();
    await runs.getByRole('radio', { name: 'All' }).click();
    await rowOf(name).getByText('Waits for a reply').waitFor();
  });

  it('goes on behind the step when that is skipped', async () => {
    const { someone, name } = await failedRun();
    await stack.simulator.removeFaults();
    await choose(name);
    await press('Skip step');
    const question = studio.getByRole('dialog', { name: 'Skip the step that failed?' });
    await question.waitFor();
    expect(await accessibilityProblems(studio)).toEqual([]);
    await question.getByRole('button', { name: 'Skip step' }).click();
    await studio.getByText('The step was skipped').waitFor();
    await someone.gets('How are you?');
    expect(await someone.received()).toEqual(['How are you?']);
  });

  it('ends when it is told to, and says so', async () => {
    const { someone, name } = await failedRun();
    await choose(name);
    await press('End');
    const question = studio.getByRole('dialog', { name: 'End this run?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    await runs.getByRole('note').waitFor();
    await press('End');
    await question.getByRole('button', { name: 'End', exact: true }).click();
    await studio.getByText('The run has ended').waitFor();
    await rowOf(name).getByText('Ended early').waitFor();
    expect(await runs.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    expect(await someone.received()).toEqual([]);
  });
});

describe('a run that is paused', () => {
  it('takes what the person wrote meanwhile when it is resumed', async () => {
    const { someone, name } = newPerson();
    await someone.says('moods');
    await someone.gets('Good to see you.');
    await someone.gets('How are you?');
    await choose(name);
    await press('Pause');
    await rowOf(name).getByText('Paused', { exact: true }).waitFor();
    expect(await accessibilityProblems(studio)).toEqual([]);
    await someone.says('splendid');
    await stack.waitFor(async () => {
      const [waiting] = await stack.sql`
        select from private.run_events e join flow_runs r on r.id = e.run_id join contacts c on c.id = r.contact_id
        where c.name = ${name} and e.kind = 'reply' and e.n >= r.next_event`;
      return waiting !== undefined;
    });
    expect(await someone.received()).toHaveLength(2);
    await press('Resume');
    await someone.gets('Noted: splendid.');
    // The list was open all the time: it has learned of the end by itself.
    await rowOf(name).getByText('Completed').waitFor();
  });
});

function newPerson(): { someone: Person; name: string } {
  serial += 1;
  const name = `Nell${serial}`;
  return { someone: person(stack, `1555666000${serial}`, name), name };
}

async function failedRun() {
  const { someone, name } = newPerson();
  await stack.simulator.addFault({
    match: { to: someone.number },
    action: { error: { status: 400, code: 131026 } },
  });
  await someone.says('moods');
  await rowOf(name).getByText('Needs attention').waitFor();
  return { someone, name };
}

function rowOf(name: string): Locator {
  return runs.getByRole('listitem').filter({ hasText: name });
}

async function choose(name: string) {
  const row = rowOf(name).getByRole('button', { name, expanded: false });
  await row.click();
}

async function press(label: string) {
  await runs.getByRole('button', { name: label, exact: true }).click();
}
