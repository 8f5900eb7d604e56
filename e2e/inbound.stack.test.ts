import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { person } from './person.ts';
import { textWebhook } from '../local/testing/webhooks.ts';
import { signedPost } from './signed-post.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.stop());

describe('what Meta posts to us', () => {
  it('makes one message and one reply of the same delivery posted 50 times at once', async () => {
    const from = '15557770001';
    const body = textWebhook({ from, wamid: 'wamid.posted-fifty-times', text: 'hi', name: 'Fifi' });
    const answers = await Promise.all(Array.from({ length: 50 }, () => signedPost(stack.urls.api, body)));
    expect(answers.map((answer) => answer.status)).toEqual(Array(50).fill(200));

    await person(stack, from, 'Fifi').gets('Hi Fifi!');
    await stack.waitFor(async () => {
      const [row] =
        await stack.sql`select count(*)::int as n from private.webhook_events where state = 'pending'`;
      return row?.n === 0;
    });
    const [counts] = await stack.sql`
      select (select count(*)::int from messages m where m.wamid = 'wamid.posted-fifty-times') as inbound,
        (select count(*)::int from flow_runs r join contacts c on c.id = r.contact_id where c.name = 'Fifi') as runs`;
    expect(counts).toEqual({ inbound: 1, runs: 1 });
    expect((await stack.simulator.outbound({ to: from })).items).toHaveLength(1);
  });

  it('answers 200 while Temporal is unreachable and goes on with the flow when it is back', async () => {
    const lone = await startStack({ ownTemporal: true });
    try {
      await lone.kill('temporal');
      const answer = await signedPost(
        lone.urls.api,
        textWebhook({ from: '15557770002', wamid: 'wamid.t', text: 'hi', name: 'Tim' }),
      );
      expect(answer.status).toBe(200);
      await lone.waitFor(
        async () => (await lone.sql`select 1 from messages where wamid = 'wamid.t'`).length === 1,
      );
      await lone.start('temporal');
      await person(lone, '15557770002', 'Tim').gets('Hi Tim!');
    } finally {
      await lone.stop();
    }
  });
});
