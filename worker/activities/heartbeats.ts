import { heartbeat } from '@temporalio/activity';

const HEARTBEAT_MS = 4_000;

/** Tells Temporal that an activity is still at work, so that one whose worker died is made again long before its time is over. */
export async function whileBeating<Result>(work: () => Promise<Result>): Promise<Result> {
  const beating = setInterval(heartbeat, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beating);
  }
}
