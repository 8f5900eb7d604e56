/** The POSTs of a batch, side by side, each with its outcome written soon after it is known. */
import pLimit from 'p-limit';
import type { WorkerContext } from '../context.ts';
import type { GateMessage } from './load.ts';
import { recordOutcomes, type Answered } from './outcome.ts';
import type { GateResult } from './result.ts';

export interface Ready {
  message: GateMessage;
  token: string;
  /** For Meta. */
  body: object;
}

/**
 * Outcomes that come while others are being written are written together after those. A message whose outcome can't be written stays
 * `sending` until its lease runs out; the others are done all the same.
 *
 * @param sending messages whose claim is committed
 */
export async function postAll(
  context: Pick<WorkerContext, 'sql' | 'lazySql' | 'cloudApi' | 'log'>,
  sending: readonly (Ready & { attempt: number })[],
  now: Date,
): Promise<Map<string, GateResult>> {
  const results = new Map<string, GateResult>();
  let answered: Answered[] = [];
  const inTurn = pLimit(1);

  async function record(some: readonly Answered[]): Promise<void> {
    for (const [id, result] of await recordOutcomes(context, some, now)) results.set(id, result);
  }

  async function recordWhatCame(): Promise<void> {
    const some = answered;
    answered = [];
    if (some.length === 0) return;
    try {
      await record(some);
    } catch (error) {
      if (some.length === 1) throw error;
      // It may be about one of them only.
      await allDone(some.map((one) => record([one])));
    }
  }

  await allDone(
    sending.map(async ({ message, attempt, token, body }) => {
      const answer = await context.cloudApi.postMessage(message.metaPhoneNumberId, token, body);
      answered.push({ message, attempt, answer });
      await inTurn(recordWhatCame);
    }),
  );
  return results;
}

/** Waits for all of them, also when some fail. */
async function allDone(work: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
