import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStack, type Stack, type StackPartName } from '../local/testing/stack.ts';
import { person } from './person.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ ownTemporal: true });
});
afterAll(() => stack?.stop());

describe('a conversation in the middle of a wait', () => {
  const cases: [StackPartName, string][] = [
    ['worker', '15558880001'],
    ['api', '15558880002'],
    ['temporal', '15558880003'],
  ];
  it.each(cases)('goes on in the same run after kill -9 of the %s', async (part, number) => {
    const name = `Nova${number.at(-1)}`;
    const nova = person(stack, number, name);
    await nova.says('hi');
    await nova.gets(`Hi ${name}!`);
    await nova.presses('book');
    await nova.gets('What is your name?');
    await stack.waitFor(() => isWaiting(name));

    await stack.kill(part);
    // Written while the part is dead: nobody may lose it.
    await nova.says(`${name} Novak`);
    await stack.start(part);

    await nova.gets('Which day');
    await nova.presses('friday');
    await nova.gets(`All set, ${name} Novak: we look forward to seeing you on Friday.`);
    const runs = await stack.waitFor(async () => {
      const rows = await stack.sql`
        select r.status from flow_runs r join contacts c on c.id = r.contact_id where c.name = ${name}`;
      return rows.every((run) => run.status === 'completed') ? rows : undefined;
    });
    expect(runs).toHaveLength(1);
    expect(await nova.received()).toHaveLength(4);
    expect((await stack.simulator.stats()).duplicates).toBe(0);
  });

  async function isWaiting(name: string) {
    const [run] = await stack.sql`
      select r.status, r.current_node_id from flow_runs r join contacts c on c.id = r.contact_id where c.name = ${name}`;
    return run?.status === 'waiting' && run.current_node_id === 'askName';
  }
});
