/** Notes on the canvas, and the variables of a flow: declared, renamed and handed to another flow, all in the browser. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { FlowDoc } from '../core/flow/document.ts';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import type { Stack } from '../local/testing/stack.ts';
import { apiClient, type ApiClient } from './api-client.ts';
import { accessibilityProblemsInBothThemes, endOpenPaths, signIn } from './browser.ts';
import { createKeywordDraft } from './keyword-draft.ts';
import { person } from './person.ts';
import { useStudio } from './studio.ts';

const SOON = { timeout: 15_000 };

let stack: Stack;
let api: ApiClient;
let studio: Page;
let flowId: string;

useStudio(async (started) => {
  ({ stack, page: studio } = started);
  api = apiClient(stack);
  await signIn(studio, stack.urls.api);
});

describe('notes on the canvas', () => {
  it('are written, moved, deleted and brought back', async () => {
    await openDraft('Notes', 'notes');
    await studio.keyboard.press('Shift+N');
    await caretIn('Text of the note');
    await studio.keyboard.type('Ask Maya about the price');
    await studio.keyboard.press('Escape');
    const first = note('Note: Ask Maya about the price');
    await first.waitFor();
    expect(await first.evaluate(hasFocus)).toBe(true);
    await saved((doc) => Object.values(doc.notes)).toMatchObject([{ text: 'Ask Maya about the price' }]);

    // By the keyboard alone: Enter opens it again, the arrows move it.
    const before = await first.boundingBox();
    await studio.keyboard.press('Shift+ArrowDown');
    await expect.poll(async () => (await first.boundingBox())!.y, SOON).toBeGreaterThan(before!.y);
    await studio.keyboard.press('Enter');
    await caretIn('Text of the note');
    await studio.keyboard.type('!');
    await studio.keyboard.press('Escape');
    await note('Note: Ask Maya about the price!').waitFor();

    await palette().getByRole('button', { name: 'Note', exact: true }).click();
    await caretIn('Text of the note');
    await studio.keyboard.type('Second');
    await studio.keyboard.press('Escape');
    const second = note('Note: Second');
    await drag(second, -260, 180);
    expect(await accessibilityProblemsInBothThemes(studio)).toEqual([]);

    await pull(second, 80, 60);
    const panel = studio.getByRole('complementary', { name: 'Settings of the note' });
    await panel.getByRole('radio', { name: 'Blue' }).check();
    await saved((doc) => placeOf(doc, 'Second')?.color).toBe('blue');
    // By 80 pixels of the screen, whatever the zoom makes of them.
    await saved((doc) => placeOf(doc, 'Second')?.width).toBeGreaterThan(280);
    expect(await accessibilityProblemsInBothThemes(studio)).toEqual([]);
    const height = panel.getByLabel('Height', { exact: true });
    await height.fill('3');
    await panel.getByText('From 64 to 2,000.').waitFor();
    await height.fill('320');
    await panel.getByLabel('Width', { exact: true }).fill('');
    await saved((doc) => placeOf(doc, 'Second')).toMatchObject({ height: 320, color: 'blue' });
    const size = (await second.boundingBox())!;
    expect(size.height / size.width).toBeCloseTo(320 / 220, 1);
    await panel.getByLabel('Text', { exact: true }).fill('Second, from the panel');
    await note('Note: Second, from the panel').waitFor();
    await panel.getByRole('button', { name: 'Delete this note' }).click();
    await expect.poll(() => notes().count(), SOON).toBe(1);
    await studio.getByRole('button', { name: 'Undo' }).click();
    await note('Note: Second, from the panel').waitFor();
    await saved((doc) => Object.keys(doc.notes).length).toBe(2);

    await studio.reload();
    await note('Note: Second, from the panel').dblclick();
    await studio.getByRole('textbox', { name: 'Text of the note' }).fill('Second, once more');
    await note('Note: Second, once more').waitFor();
  });

  it('stand in the outline and in the picker, and a key in one is found', async () => {
    await studio.getByRole('radio', { name: 'Outline' }).click();
    const list = studio.getByRole('region', { name: 'Notes' });
    await list
      .getByRole('button', { name: /Ask Maya/ })
      .first()
      .waitFor();
    await list.getByRole('button', { name: 'Add a note' }).click();
    await caretIn('Text');
    await studio.keyboard.type(`Bearer ${'a1'.repeat(20)}`);
    expect(await accessibilityProblemsInBothThemes(studio)).toEqual([]);
    await list.getByRole('button', { name: /^Delete Note: Second/ }).click();
    await list.getByText('Second, once more').waitFor({ state: 'detached' });

    await studio.getByRole('radio', { name: 'Canvas' }).click();
    await studio.getByRole('button', { name: /^Problems/ }).click();
    await studio.getByRole('button', { name: /Note:.*This looks like/ }).click();
    const panel = studio.getByRole('complementary', { name: 'Settings of the note' });
    await panel.getByText(/This looks like/).waitFor();
    await panel.getByRole('button', { name: 'Delete this note' }).click();
    await expect.poll(() => notes().count(), SOON).toBe(1);

    await studio.locator('.react-flow__pane').click({ position: { x: 20, y: 20 } });
    await studio.keyboard.press('n');
    await studio.getByPlaceholder('Add a step').fill('sticky');
    await studio.getByRole('option', { name: /^Note/ }).click();
    await expect.poll(() => notes().count(), SOON).toBe(2);
  });
});

describe('the variables of a flow', () => {
  it('are declared, renamed where they are used, and deleted with a warning', async () => {
    await openDraft('Variables', 'variables');
    await addStep('Send text');
    const form = studio.getByRole('complementary', { name: 'Settings of the step' });
    await form.getByLabel('Text', { exact: true }).fill('Table for {{ answers.guests }} on {{ guests }}.');
    await form.getByRole('button', { name: 'Declare it' }).first().click();
    await deselect();

    const settings = flowSettings();
    await settings.getByRole('button', { name: /^guests/ }).click();
    await settings.getByLabel('Name', { exact: true }).fill('group size');
    await settings.getByText('Texts and steps that use it follow.').waitFor();
    await studio.keyboard.press('Tab');
    await settings.getByText('{{ answers.group_size }}').waitFor();
    expect(await settings.getByLabel('Type', { exact: true }).evaluate(hasFocus)).toBe(true);
    await settings.getByLabel('Type', { exact: true }).selectOption({ label: 'Number' });
    await settings.getByRole('switch', { name: 'Starts with a value' }).click();
    await settings.getByLabel('Value at the start', { exact: true }).fill('two');
    await settings.getByText('Write a number, for example 3.5.').waitFor();
    await settings.getByLabel('Value at the start', { exact: true }).fill('2');
    await settings.getByLabel('Role', { exact: true }).selectOption({ label: 'Input' });
    await settings.getByRole('button', { name: 'Add variable' }).click();
    await studio.keyboard.type('2nd');
    await settings.getByText(/Use letters, digits and _/).waitFor();
    await settings.getByLabel('Name', { exact: true }).fill('day');
    await studio.keyboard.press('Enter');
    await settings.getByLabel('Type', { exact: true }).selectOption({ label: 'Day' });
    expect(await accessibilityProblemsInBothThemes(studio)).toEqual([]);
    await saved((doc) => doc.variables).toEqual({
      group_size: { type: 'number', default: 2, role: 'input' },
      day: { type: 'date' },
    });
    await saved(textOf).toBe('Table for {{ answers.group_size }} on {{ group_size }}.');

    await settings.getByRole('button', { name: 'Delete variable' }).click();
    await settings.getByRole('button', { name: /^day/ }).waitFor({ state: 'detached' });
    await settings.getByRole('button', { name: /^group_size/ }).click();
    await settings.getByRole('button', { name: 'Delete variable' }).click();
    const dialog = studio.getByRole('dialog', { name: 'Delete group_size?' });
    await dialog.getByText('Send text').waitFor();
    expect(await accessibilityProblemsInBothThemes(studio)).toEqual([]);
    await dialog.getByRole('button', { name: 'Delete variable' }).click();
    await saved((doc) => doc.variables).toEqual({});
    for (let step = 0; step < 2; step++) await studio.getByRole('button', { name: 'Undo' }).click();
    await saved((doc) => Object.keys(doc.variables).sort()).toEqual(['day', 'group_size']);
  });

  it('go into another flow as what it declares, and come back', async () => {
    await api.publish('Finds a table', {
      nodes: {
        start: sampleNode('subflow-trigger', 0, 0, {}),
        check: sampleNode('condition', 300, 0, {
          branches: [
            {
              id: 'many',
              match: 'all',
              groups: [
                {
                  match: 'all',
                  tests: [{ subject: 'answers.guests', operator: 'greater-than', value: '9' }],
                },
              ],
            },
          ],
        }),
        many: sampleNode('send-text', 600, 0, { text: 'That is many.' }),
        few: sampleNode('send-text', 600, 300, { text: 'That is few.' }),
        end: sampleNode('exit', 900, 0, { outcome: 'completed', reason: '' }),
      },
      edges: edgesFrom([
        ['start', 'next', 'check'],
        ['check', 'branch:many', 'many'],
        ['check', 'else', 'few'],
        ['many', 'sent', 'end'],
        ['few', 'sent', 'end'],
      ]),
      variables: {
        guests: { type: 'number', role: 'input', default: 2 },
        table: { type: 'text', role: 'output', default: 'seven' },
      },
    });
    await openDraft('Asks for a table', 'table');
    await addStep('Run a flow');
    const form = studio.getByRole('complementary', { name: 'Settings of the step' });
    await form.getByLabel('Flow to run', { exact: true }).selectOption({ label: 'Finds a table' });
    await form.getByLabel('Version', { exact: true }).selectOption({ label: 'v1' });
    await form.getByLabel('guests', { exact: true }).fill('many');
    await form
      .getByText(/is a number there/)
      .first()
      .waitFor();
    await form.getByLabel('Save table as', { exact: true }).fill('place');
    expect(await accessibilityProblemsInBothThemes(studio)).toEqual([]);
    // As a text, 10 would be less than 9.
    await form.getByLabel('guests', { exact: true }).fill('10');
    await addStep('Send text');
    await form.getByLabel('Text', { exact: true }).fill('Table {{ answers.place }}.');
    await publish();

    const someone = person(stack, '15556660301', 'Ida');
    await someone.says('table');
    await someone.gets('That is many.');
    await someone.gets('Table seven.');
  });
});

/** A draft that begins with a keyword and does nothing yet, open in the editor with nothing selected. */
async function openDraft(name: string, keyword: string) {
  flowId = await createKeywordDraft(api, name, keyword);
  await studio.goto(`${stack.urls.api}/flows/${flowId}`);
  await studio.locator('.react-flow__node[data-id="start"]').waitFor();
}

const palette = () => studio.getByRole('complementary', { name: 'Steps to add' });
const flowSettings = () => studio.getByRole('complementary', { name: 'Settings of the flow' });
const notes = () => studio.locator('.react-flow__node-note');
const note = (name: string) => studio.locator(`.react-flow__node-note[aria-label="${name}"]`);
const hasFocus = (element: Element) => element === document.activeElement;

/** What is typed next goes into this field. */
async function caretIn(name: string) {
  const box = studio.getByRole('textbox', { name, exact: true });
  await expect.poll(() => box.evaluate(hasFocus), SOON).toBe(true);
}

/** Puts a step behind the selected one, or behind the trigger. */
async function addStep(title: string) {
  if (await flowSettings().isVisible()) await studio.locator('.react-flow__node[data-id="start"]').click();
  await studio.getByRole('complementary', { name: 'Settings of the step' }).waitFor();
  await palette().getByRole('button', { name: title, exact: true }).click();
  await studio
    .getByRole('complementary', { name: 'Settings of the step' })
    .getByRole('heading', { name: title, exact: true })
    .waitFor();
}

async function deselect() {
  await studio.locator('.react-flow__pane').click({ position: { x: 20, y: 20 } });
  await flowSettings().waitFor();
}

/** To the left, by hand, from the first line of the card. */
async function drag(card: Locator, x: number, y: number) {
  const box = (await card.boundingBox())!;
  const from = { x: box.x + box.width / 2, y: box.y + 14 };
  await studio.mouse.move(from.x, from.y);
  await studio.mouse.down();
  await studio.mouse.move(from.x + x / 2, from.y + y / 2, { steps: 4 });
  await studio.mouse.move(from.x + x, from.y + y, { steps: 4 });
  await studio.mouse.up();
  // The first pixels only tell a drag from a click.
  await expect.poll(async () => (await card.boundingBox())!.x - box.x, SOON).toBeLessThan(x / 2);
}

/** Pulls the lower right corner of a selected note. */
async function pull(card: Locator, x: number, y: number) {
  const corner = (await card.locator('.react-flow__resize-control.handle.bottom.right').boundingBox())!;
  const from = { x: corner.x + corner.width / 2, y: corner.y + corner.height / 2 };
  await studio.mouse.move(from.x, from.y);
  await studio.mouse.down();
  await studio.mouse.move(from.x + x / 2, from.y + y / 2, { steps: 4 });
  await studio.mouse.move(from.x + x, from.y + y, { steps: 4 });
  await studio.mouse.up();
}

/** What the server holds once the editor has saved. */
function saved(read: (doc: FlowDoc) => unknown) {
  return expect.poll(
    async () => read((await api.get<{ draft: FlowDoc }>(`/flows/${flowId}`)).body.draft),
    SOON,
  );
}

/** Where the note with this text stands, and how it looks. */
function placeOf(doc: FlowDoc, text: string) {
  return Object.values(doc.notes).find((one) => one.text === text)?.ui;
}

function textOf(doc: FlowDoc): unknown {
  return Object.values(doc.nodes).flatMap((node) => (node.type === 'send-text' ? node.data.text : []))[0];
}

/** Ends what is open with the repairs that the list of problems offers, and publishes. */
async function publish() {
  await endOpenPaths(studio);
  await studio.getByRole('button', { name: 'Publish', exact: true }).click();
  await studio.getByRole('button', { name: 'Publish now' }).click();
  await studio.getByText('Live v1').first().waitFor();
}
