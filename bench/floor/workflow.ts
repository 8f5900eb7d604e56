/** The least that a durable turn can be: a signal wakes the workflow, one local activity that does nothing, no timer. */
import { condition, defineSignal, proxyLocalActivities, setHandler } from '@temporalio/workflow';

export const wakeSignal = defineSignal('wake');

export interface BareActivities {
  noop(): Promise<void>;
}

const { noop } = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '25 seconds' });

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
