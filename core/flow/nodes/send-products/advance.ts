import type { StepInput, StepOutcome } from '../contract.ts';
import { savedOrder } from '../shared/order-saves.ts';
import { sendAndGoOn, sendAndWait, sendComposed } from '../shared/steps.ts';
import { compose } from './compose.ts';
import { ORDERED_PORT } from './manifest.ts';
import type { SendProductsData } from './manifest.ts';

/** A cart belongs to the chat, not to a message: any order that comes while the step waits is its answer. */
export function advance(data: SendProductsData, input: StepInput): StepOutcome {
  const send = () => sendComposed(input, compose(data, input), data.fallback);
  if (!data.waitsForOrder) return sendAndGoOn(input, send);
  return sendAndWait(input, data.timeoutMs, send, ({ order }) =>
    order
      ? { kind: 'leave', port: ORDERED_PORT, variables: savedOrder(data.saves, order), isChosen: true }
      : null,
  );
}
