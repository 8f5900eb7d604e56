import type { InboundReply } from '../../run.ts';
import type { StepInput, StepOutcome } from '../contract.ts';
import { chosenOption, type Option } from '../shared/options.ts';
import { sendAndGoOn, sendAndWait, sendComposed } from '../shared/steps.ts';
import { asOffered } from '../shared/titles.ts';
import { compose } from './compose.ts';
import { areDistinct, repliesOf } from './manifest.ts';
import type { SendCarouselData } from './manifest.ts';

export function advance(data: SendCarouselData, input: StepInput): StepOutcome {
  const send = () => sendComposed(input, compose(data, input), data.fallback);
  if (data.buttons === 'link') return sendAndGoOn(input, send);
  return sendAndWait(input, data.timeoutMs, send, (message) => {
    const choice = chosenReply(asOffered(input, repliesOf(data)), message);
    return choice === null ? null : { kind: 'leave', port: `button:${choice.id}`, isChosen: true };
  });
}

/** Where several cards say the same, only a press tells which one is meant. */
function chosenReply(replies: readonly Option[], message: InboundReply): Option | null {
  if (areDistinct(replies)) return chosenOption(replies, message);
  const { press } = message;
  if (press === null || press.isElsewhere === true) return null;
  return replies.find(({ id }) => id === press.id) ?? null;
}
