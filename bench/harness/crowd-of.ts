/** The crowd of a stack: gathered when the first group asks for it, with neighbours of the same size. */
import { demo } from '../../platform/seed/demo.ts';
import { countMarkedHours } from './count-hours.ts';
import { FULL_CROWD, gatherCrowd, SHORT_CROWD, type Crowd } from './crowd.ts';
import type { GroupContext } from './group.ts';
import type { BenchStack } from './stack.ts';

const NEIGHBOUR_ID = '0d000000-0000-4000-8000-000000000003';
const crowds = new WeakMap<BenchStack, Promise<Crowd>>();

export function crowdOf({ stack, isFull, log }: GroupContext): Promise<Crowd> {
  const known = crowds.get(stack);
  if (known) return known;
  const size = isFull ? FULL_CROWD : SHORT_CROWD;
  const gather = async () => {
    log(`gathering twice ${size.contacts} contacts and ${size.messages} messages`);
    await gatherCrowd(stack.sql, 'Neighbours', size, NEIGHBOUR_ID);
    const made = await gatherCrowd(stack.sql, 'Crowd', size, demo.ownerId);
    await countMarkedHours(stack.sql);
    await stack.sql`vacuum analyze analytics_hours, conversation_changes`;
    return made;
  };
  const crowd = gather();
  crowds.set(stack, crowd);
  return crowd;
}
