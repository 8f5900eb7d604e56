/** Rules of a flow take over a run that stands in the database, and give it back. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keyword, node, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
});
afterAll(() => world?.stop());

const ask = (text: string, saveAs: string) =>
  node('ask', {
    ...{ text, saveAs, tries: 3, retryText: 'Words, please', timeoutMs: null },
    validation: { kind: 'text' },
  });
const text = (body: string) => node('send-text', { text: body });
const back = node('return', {});

async function play(
  person: ReturnType<FlowWorld['someone']>,
  first: string,
  ...messages: (string | object)[]
) {
  const [runId] = await world.says(person, first);
  let turn = 1;
  let result = await world.makeTurn(runId!, turn);
  for (const message of messages) {
    if (typeof message === 'string') await world.says(person, message);
    else await world.sends(person, message);
    turn += 1;
    result = await world.makeTurn(runId!, turn);
  }
  return { runId: runId!, result };
}

it('a keyword leads out of a called flow, and the way back into it with all that was answered', async () => {
  const called = await world.publish(
    'Asks the day',
    { start: node('subflow-trigger', {}), day: ask('Which day?', 'day'), time: ask('Which time?', 'time') },
    [
      ['start', 'next', 'day'],
      ['day', 'valid', 'time'],
    ],
  );
  const outputs = ['day', 'time'].map((name) => ({ name, variable: name }));
  await world.publish(
    'Books',
    {
      start: keyword('book'),
      name: ask('Your name?', 'name'),
      when: node('subflow', { flowId: called.flowId, version: 1, inputs: [], outputs }),
      done: text('{{ name }}: {{ day }} at {{ time }}'),
      prices: node('keyword-rule', { keywords: [{ match: 'contains', text: 'price' }] }),
      list: text('Ten a cut'),
      back,
    },
    [
      ['start', 'next', 'name'],
      ['name', 'valid', 'when'],
      ['when', 'completed', 'done'],
      ['prices', 'next', 'list'],
      ['list', 'sent', 'back'],
    ],
  );
  const person = world.someone();
  const { result } = await play(person, 'book', 'Maya', 'Friday', 'what’s the price?', 'noon');
  expect(result).toMatchObject({ kind: 'ended', outcome: 'completed' });
  expect(await world.textsTo(person)).toEqual([
    ...['Your name?', 'Which day?', 'Which time?', 'Ten a cut', 'Which time?', 'Maya: Friday at noon'],
  ]);
});

it('a picture leads to the rule for it, and a failed step to the rule about errors instead of a decision', async () => {
  await world.publish(
    'Sorry',
    {
      start: keyword('sorry'),
      name: ask('Your name?', 'name'),
      broken: text('{{ name | nope }}'),
      pictures: node('answer-rule', { kinds: ['image'] }),
      words: text('No pictures'),
      back,
      failed: node('error-rule', { times: 3, saveCodeAs: 'code' }),
      mark: node('set-tag', { action: 'add', tag: 'failed' }),
    },
    [
      ['start', 'next', 'name'],
      ['name', 'valid', 'broken'],
      ['pictures', 'next', 'words'],
      ['words', 'sent', 'back'],
      ['failed', 'next', 'mark'],
    ],
  );
  const person = world.someone();
  const picture = { type: 'image', image: { id: '1', mime_type: 'image/jpeg', sha256: 'x' } };
  const { runId, result } = await play(person, 'sorry', picture, 'Maya');
  expect(result).toMatchObject({ kind: 'ended', outcome: 'completed' });
  expect(await world.textsTo(person)).toEqual(['Your name?', 'No pictures', 'Your name?']);
  const [row] = await world.sql<{ code: string; tags: string[] }[]>`
    select r.state -> 'variables' ->> 'code' as code, c.tags
    from flow_runs r join contacts c on c.id = r.contact_id where r.id = ${runId}`;
  expect(row).toEqual({ code: 'bad_template', tags: ['failed'] });
});
