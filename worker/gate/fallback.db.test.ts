/** A text step whose turn comes when the 24-hour window is closed, through the real gate. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  keyword,
  node,
  startFlowWorld,
  type FlowWorld,
  type Person,
} from '../../local/testing/flow-world.ts';

const HOUR_MS = 3_600_000;

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
  const template = {
    ...{ name: 'thanks_update', language: 'en_US', header: [] },
    body: ['{{ contact.name }}'],
  };
  await later('With', 'with', { text: 'Thank you!', fallback: template });
  await later('Without', 'without', { text: 'Thank you!' });
});
afterAll(() => world?.stop());

it('sends the text while the window is open', async () => {
  const { sent } = await writtenTo('with', 23 * HOUR_MS);
  expect(sent).toMatchObject([{ type: 'text', text: { body: 'Thank you!' } }]);
});

it('sends the template instead when the window is closed', async () => {
  const { person, sent } = await writtenTo('with', 25 * HOUR_MS);
  expect(sent).toMatchObject([
    {
      type: 'template',
      template: {
        name: 'thanks_update',
        language: { code: 'en_US' },
        components: [{ type: 'body', parameters: [{ type: 'text', text: person.name }] }],
      },
    },
  ]);
});

it('shows people the template’s words, not those of the text that stayed behind', async () => {
  const { runId, person } = await writtenTo('with', 25 * HOUR_MS);
  const messages = await world.sql`select type, text, status from messages where flow_run_id = ${runId}`;
  const text = `Hi ${person.name}, thank you for your interest. We will be in touch.`;
  expect([...messages]).toEqual([{ type: 'template', text, status: 'sent' }]);
});

it('leaves by the failed port when there is no template, and nothing goes out', async () => {
  const { runId, person, sent } = await writtenTo('without', 25 * HOUR_MS);
  const steps = await world.sql`
    select node_id, port, problem from flow_run_steps where run_id = ${runId} and node_id in ('say', 'mail') order by n`;
  expect([...steps]).toEqual([
    { node_id: 'say', port: 'failed', problem: 'window_closed' },
    { node_id: 'mail', port: 'next', problem: null },
  ]);
  expect(await tagsOf(person)).toEqual(['by-mail']);
  expect(sent).toEqual([]);
});

/** A flow that sends this text some time after the person wrote. */
function later(name: string, word: string, text: Parameters<typeof node<'send-text'>>[1]) {
  return world.publish(
    name,
    {
      start: keyword(word),
      wait: node('delay', { mode: 'duration', durationMs: HOUR_MS }),
      say: node('send-text', text),
      mail: node('set-tag', { action: 'add', tag: 'by-mail' }),
    },
    [
      ['start', 'next', 'wait'],
      ['wait', 'next', 'say'],
      ['say', 'failed', 'mail'],
    ],
  );
}

async function writtenTo(word: string, afterMs: number) {
  const person = world.someone();
  const [runId] = await world.says(person, word);
  await world.makeTurn(runId!, 1);
  await world.makeTurn(runId!, 2, new Date(Date.now() + afterMs));
  const { items } = await world.rig.simulator.outbound({ to: person.number });
  return { runId: runId!, person, sent: items.map(({ body }) => body) };
}

async function tagsOf({ name }: Person): Promise<string[]> {
  const [row] = await world.sql<{ tags: string[] }[]>`select tags from contacts where name = ${name}`;
  return row!.tags;
}
