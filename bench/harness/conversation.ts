import { demo } from '../../platform/seed/demo.ts';
import { publishLoopingFlow } from './looping-flow.ts';
import { meetPeople, type People } from './people.ts';
import type { BenchStack } from './stack.ts';

/** Stacks that already have the flow: groups share one stack. */
const prepared = new WeakSet<BenchStack>();

/** Runs `measure` with people who can talk to the looping flow. */
export async function withPeople<T>(stack: BenchStack, measure: (people: People) => Promise<T>): Promise<T> {
  if (!prepared.has(stack)) {
    await publishLoopingFlow(stack.urls.api);
    await liftLimits(stack);
    prepared.add(stack);
  }
  const people = await meetPeople(stack.urls.simulator);
  try {
    return await measure(people);
  } finally {
    await people.close();
  }
}

/** A number of Meta's highest level, and people who may be answered as fast as they write: the limits are not what is measured. */
async function liftLimits({ sql, urls }: BenchStack): Promise<void> {
  await sql`
    update private.rate_buckets set rate_per_second = 1000, burst = 1000, tokens = 1000 where phone_number_id = ${demo.phoneNumberId}`;
  const response = await fetch(`${urls.simulator}/_sim/settings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ throughput: 0, pairLimit: false }),
  });
  if (!response.ok) throw new Error(`The simulator refused its settings: ${await response.text()}`);
}
