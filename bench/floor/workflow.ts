/** The least that a durable turn can be: a signal wakes the workflow, one local activity that does nothing, no timer. */
import { condition, defineSignal, proxyLocalActivities, setHandler, sleep } from '@temporalio/workflow';

export const wakeSignal = defineSignal('wake');

export interface BareActivities {
  noop(): Promise<void>;
}

const { noop } = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '25 seconds' });

/** The least that a waiting run can be. */
export async function bareSleeper(): Promise<void> {
  await sleep('30 days');
}

export async function bareLoop(): Promise<void> {
  let signals = 0;
  setHandler(wakeSignal, () => {
    signals += 1;
  });
  for (let turns = 0; ; turns += 1) {
    await condition(() => signals > turns);
    await noop();
  }
}
