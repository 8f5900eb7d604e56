/** A run through flows that call flows, loaded from the database. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keyword, node, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
});
afterAll(() => world?.stop());

const call = (flowId: string) => node('subflow', { flowId, version: 1, inputs: [], outputs: [] });
const tag = (name: string) => node('set-tag', { action: 'add', tag: name });

it('goes through every level, whose versions are loaded once although many steps call them', async () => {
  const inner = await world.publish('Inner', { start: node('subflow-trigger', {}), mark: tag('inner') }, [
    ['start', 'next', 'mark'],
  ]);
  let called = inner.flowId;
  // One query a step would be 9 on the first level, 9^4 on the last.
  for (const level of [4, 3, 2, 1]) {
    const calls = Array.from({ length: 8 }, (_, at) => [`call${at}`, call(called)] as const);
    const nodes = { start: node('subflow-trigger', {}), first: call(called), ...Object.fromEntries(calls) };
    ({ flowId: called } = await world.publish(`Level ${level}`, nodes, [['start', 'next', 'first']]));
  }
  await world.publish('Outer', { start: keyword('deep'), go: call(called), mark: tag('outer') }, [
    ['start', 'next', 'go'],
    ['go', 'completed', 'mark'],
  ]);
  const person = world.someone();
  const [runId] = await world.says(person, 'deep');
  expect(await world.makeTurn(runId!, 1)).toMatchObject({ kind: 'ended', outcome: 'completed' });
  const { id } = await world.contactOf(person);
  const [row] = await world.sql<{ tags: string[] }[]>`select tags from contacts where id = ${id}`;
  expect([...row!.tags].sort()).toEqual(['inner', 'outer']);
});
