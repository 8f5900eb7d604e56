/** People scroll up and press what they were asked long ago: a button counts at the step whose message it stands on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  keyword,
  node,
  startFlowWorld,
  type FlowWorld,
  type Person,
} from '../../local/testing/flow-world.ts';

const yesOrNo = [
  { id: 'yes', title: 'Yes' },
  { id: 'no', title: 'No' },
];
const asks = (body: string) => node('send-buttons', { body, buttons: yesOrNo, timeoutMs: null });
const adds = (tag: string) => node('set-tag', { action: 'add', tag });

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
  await world.publish('News', { start: keyword('news'), ask: asks('Do you want news?'), end: adds('news') }, [
    ['start', 'next', 'ask'],
    ['ask', 'button:yes', 'end'],
  ]);
  await world.publish(
    'Cancel',
    { start: keyword('cancel'), sure: asks('Cancel your order for good?'), cancel: adds('cancelled') },
    [
      ['start', 'next', 'sure'],
      ['sure', 'button:yes', 'cancel'],
    ],
  );
  await world.publish(
    'Two questions',
    {
      start: keyword('two'),
      first: asks('Do you like it?'),
      second: asks('Do you buy it?'),
      bought: adds('bought'),
      other: adds('other'),
    },
    [
      ['start', 'next', 'first'],
      ['first', 'button:yes', 'second'],
      ['second', 'button:yes', 'bought'],
      ['second', 'other', 'other'],
    ],
  );
  await world.publish(
    'Asks again',
    {
      start: keyword('again'),
      ask: node('ask', {
        ...{ text: 'Which?', saveAs: 'a', tries: 3, retryText: 'Please press', timeoutMs: null },
        validation: { kind: 'choice', show: 'buttons', listButton: '', options: yesOrNo },
      }),
      done: adds('answered'),
    },
    [
      ['start', 'next', 'ask'],
      ['ask', 'valid', 'done'],
    ],
  );
  await world.publish(
    'Takes words',
    {
      start: keyword('words'),
      say: node('send-text', { text: 'And?' }),
      wait: node('wait-for-reply', { timeoutMs: null, saveAs: 'a' }),
      said: node('set-tag', { action: 'add', tag: 'said' }),
    },
    [
      ['start', 'next', 'say'],
      ['say', 'sent', 'wait'],
      ['wait', 'reply', 'said'],
    ],
  );
});
afterAll(() => world?.stop());

describe('a button of a flow that is over', () => {
  it('is no answer to what another one asks, though id and title are the same', async () => {
    const { person, news, cancel } = await askedToCancel();
    await world.presses(person, news, 'yes', 'Yes');
    await world.makeTurn(cancel.runId, 2);
    expect(await tagsOf(person)).toEqual(['news']);

    await world.presses(person, cancel.wamid, 'yes', 'Yes');
    expect(await world.makeTurn(cancel.runId, 3)).toMatchObject({ kind: 'ended' });
    expect(await tagsOf(person)).toEqual(['news', 'cancelled']);
  });

  it('is none as a quick reply of a template either, which comes with its title only', async () => {
    const { person, news, cancel } = await askedToCancel();
    await world.sends(person, {
      type: 'button',
      context: { id: news },
      button: { payload: 'Yes', text: 'Yes' },
    });
    await world.makeTurn(cancel.runId, 2);
    expect(await tagsOf(person)).toEqual(['news']);
  });

  it('counts by its words where any words will do', async () => {
    const { person, wamid: news } = await over();
    const words = await begun(person, 'words');
    await world.presses(person, news, 'yes', 'Yes');
    await world.makeTurn(words.runId, 2);
    expect(await tagsOf(person)).toEqual(['news', 'said']);
  });
});

it('a press that doesn’t say what was pressed counts by its id', async () => {
  const { person, cancel } = await askedToCancel();
  await world.sends(person, {
    type: 'interactive',
    interactive: { type: 'button_reply', button_reply: { id: 'yes', title: 'Yes' } },
  });
  await world.makeTurn(cancel.runId, 2);
  expect(await tagsOf(person)).toEqual(['news', 'cancelled']);
});

it('a button of an earlier question of the same run is another answer to the later one', async () => {
  const person = world.someone();
  const first = await begun(person, 'two');
  await world.presses(person, first.wamid, 'yes', 'Yes');
  await world.makeTurn(first.runId, 2);
  await world.presses(person, first.wamid, 'yes', 'Yes');
  await world.makeTurn(first.runId, 3);
  expect(await tagsOf(person)).toEqual(['other']);
});

it('a question that was asked again may be answered on either message', async () => {
  const person = world.someone();
  const first = await begun(person, 'again');
  await world.says(person, 'What do you mean?');
  await world.makeTurn(first.runId, 2);
  expect(await wamidsOf(first.runId)).toHaveLength(2);
  await world.presses(person, first.wamid, 'yes', 'Yes');
  await world.makeTurn(first.runId, 3);
  expect(await tagsOf(person)).toEqual(['answered']);
});

/** A run after its first turn, and the id of its first message. */
async function begun(person: Person, words: string) {
  const [runId] = await world.says(person, words);
  await world.makeTurn(runId!, 1);
  const [wamid] = await wamidsOf(runId!);
  return { runId: runId!, wamid: wamid! };
}

/** Somebody who was asked by News and has answered. */
async function over() {
  const person = world.someone();
  const { runId, wamid } = await begun(person, 'news');
  await world.presses(person, wamid, 'yes', 'Yes');
  expect(await world.makeTurn(runId, 2)).toMatchObject({ kind: 'ended' });
  return { person, wamid };
}

async function askedToCancel() {
  const { person, wamid: news } = await over();
  return { person, news, cancel: await begun(person, 'cancel') };
}

async function wamidsOf(runId: string) {
  const rows = await world.sql<{ wamid: string }[]>`
    select wamid from messages where flow_run_id = ${runId} order by ordinal`;
  return rows.map(({ wamid }) => wamid);
}

async function tagsOf(person: Person) {
  const [row] = await world.sql<{ tags: string[] }[]>`select tags from contacts where name = ${person.name}`;
  return row!.tags;
}
