/** Answers that a flow writes to attributes which the organisation has defined. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyword, node, question, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';
import { demo } from '../../platform/seed/demo.ts';

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
  await world.publish(
    'Asks for the weight',
    {
      start: keyword('weigh me'),
      which: question(),
      save: node('set-attribute', { name: 'weight', valueType: 'text', value: '{{ answers.a }}' }),
      copy: node('set-attribute', {
        name: 'copied',
        valueType: 'text',
        value: '{{ contact.attributes.weight }}',
      }),
      end: node('exit', { outcome: 'completed', reason: 'Done' }),
    },
    [
      ['start', 'next', 'which'],
      ['which', 'valid', 'save'],
      ['save', 'next', 'copy'],
      ['copy', 'next', 'end'],
    ],
  );
});
afterAll(() => world?.stop());

async function define(type: string, options: string[] = []): Promise<void> {
  await world.database.sql`delete from public.attribute_definitions where key = 'weight'`;
  await world.database.sql`
    insert into public.attribute_definitions (org_id, key, label, type, options)
    values (${demo.orgId}, 'weight', 'Weight', ${type}, ${options})`;
}

async function answered(text: string) {
  const person = world.someone();
  const [runId] = await world.says(person, 'weigh me');
  await world.makeTurn(runId!, 1);
  await world.says(person, text);
  await world.makeTurn(runId!, 2);
  const [run] = await world.runsOf('Asks for the weight', person);
  const [contact] = await world.sql<{ attributes: object }[]>`
    select attributes from contacts where name = ${person.name}`;
  const [step] = await world.sql<{ port: string; problem: string | null }[]>`
    select port, problem from flow_run_steps where run_id = ${runId!} and node_id = 'save'`;
  return { status: run!.status, attributes: contact!.attributes, step };
}

describe('an answer that is saved to a defined attribute', () => {
  it('is kept as its type, and so the next step sees it', async () => {
    await define('number');
    expect(await answered('3,5')).toEqual({
      status: 'completed',
      attributes: { weight: 3.5, copied: '3.5' },
      step: { port: 'next', problem: null },
    });
    await define('choice', ['Light', 'Heavy']);
    expect((await answered('HEAVY')).attributes).toEqual({ weight: 'Heavy', copied: 'Heavy' });
  });

  it('is not written when it can’t be read so: the run goes on, and its step says why', async () => {
    await define('number');
    expect(await answered('rather heavy')).toEqual({
      status: 'completed',
      attributes: {},
      step: { port: 'next', problem: 'attribute_value_refused' },
    });
  });

  it('is free once the definition is archived', async () => {
    await define('number');
    await world.database
      .sql`update public.attribute_definitions set archived_at = now() where key = 'weight'`;
    expect((await answered('rather heavy')).attributes).toMatchObject({ weight: 'rather heavy' });
  });
});
