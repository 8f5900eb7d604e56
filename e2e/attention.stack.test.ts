/** A step that failed for good, over days. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../local/process/wait.ts';
import { textWebhook } from '../local/testing/webhooks.ts';
import type { RunView, SteerCommand } from '../workflows/contract.ts';
import { startSkippingStack, type SkippingStack } from './skipping-stack.ts';

let stack: SkippingStack;

beforeAll(async () => {
  stack = await startSkippingStack();
});
afterAll(() => stack?.stop());

describe('a run whose step failed for good', () => {
  it('waits seven days for somebody to decide, then fails', async () => {
    const { workflowId } = await failedRun('Ute', '15557770001');
    await stack.skip('6 days');
    expect(await statusOf('Ute')).toBe('needsAttention');
    expect(await stack.env.client.workflow.getHandle(workflowId).query('state')).toMatchObject({
      stage: 'needsAttention',
      error: '131026',
    });
    await stack.skip('25 hours');
    await waitUntil(async () => (await statusOf('Ute')) === 'failed', { timeoutMs: 15_000 });
    expect(await stack.env.client.workflow.getHandle(workflowId).result()).toBe('failed');
  });

  it('is still helped on the sixth day', async () => {
    const { workflowId } = await failedRun('Vera', '15557770002');
    await stack.skip('6 days');
    await stack.simulator.removeFaults();
    const handle = stack.env.client.workflow.getHandle(workflowId);
    const before = await handle.query<RunView>('state');
    const after = await handle.executeUpdate<RunView, [SteerCommand]>('skipNode', {
      args: [{ key: 'late' }],
    });
    // The window has closed meanwhile: it is the next step that needs somebody now.
    expect(before).toMatchObject({ nodeId: 'greet', error: '131026' });
    expect(after).toMatchObject({ stage: 'needsAttention', error: 'window_closed' });
    expect(after.nodeId).not.toBe('greet');
  });

  it('refuses a command without a key before it is written down', async () => {
    const { workflowId } = await failedRun('Wim', '15557770003');
    const handle = stack.env.client.workflow.getHandle(workflowId);
    await expect(handle.executeUpdate('pause', { args: [{ key: '' }] })).rejects.toMatchObject({
      cause: { type: 'bad_key' },
    });
  });
});

async function failedRun(name: string, number: string): Promise<{ workflowId: string }> {
  await stack.simulator.addFault({
    match: { to: number },
    action: { error: { status: 400, code: 131026 } },
  });
  const at = await stack.now();
  await stack.receive(textWebhook({ from: number, wamid: `wamid.${name}`, text: 'hi', name, at }));
  await waitUntil(async () => (await statusOf(name)) === 'needsAttention', { timeoutMs: 15_000 });
  const [run] = await stack.sql`
    select r.workflow_id from flow_runs r join contacts c on c.id = r.contact_id where c.name = ${name}`;
  return { workflowId: run!.workflow_id as string };
}

async function statusOf(name: string): Promise<string | undefined> {
  const [run] = await stack.sql`
    select r.status from flow_runs r join contacts c on c.id = r.contact_id where c.name = ${name}`;
  return run?.status as string | undefined;
}
