/** Whether a message may go out now, by what is known of it: the part of the gate that asks nobody. */
import { isOver, type CampaignStatus } from '../../core/campaigns/statuses.ts';
import { checkSend } from '../../core/messaging/policy.ts';
import { SEND_GIVE_UP_MS } from '../../core/messaging/timing.ts';
import { isWindowOpen } from '../../core/messaging/window.ts';
import { isIncomplete, templateStateOf, type GateMessage, type Sendable } from './load.ts';
import { campaignOver, gaveUp, incompleteTemplate, runEnded, type Refusal } from './refuse.ts';
import type { GateResult } from './result.ts';

export type Verdict =
  /** Nothing is to be done about it. */
  | { kind: 'result'; result: GateResult }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'mayGo'; chosen: Sendable };

/** While people have taken over or a campaign is paused: nobody tells the gate when that is over. */
const HELD_RETRY_MS = 60_000;

/** @param message one that is `queued` */
export function judge(message: GateMessage, now: Date): Verdict {
  if (message.runIsPaused) return later(HELD_RETRY_MS);
  if (message.runIsToEnd) return { kind: 'result', result: { kind: 'runIsToEnd' } };
  if (message.campaignId !== null && message.campaignStatus !== 'running')
    return withoutCampaign(message.campaignStatus);
  if (message.notBefore !== null && message.notBefore > now)
    return later(message.notBefore.getTime() - now.getTime());
  if (isHeld(message) && !isTooOld(message, now)) return later(HELD_RETRY_MS);
  const chosen = choose(message, now);
  const refusal = check(message, chosen, now);
  return refusal === null ? { kind: 'mayGo', chosen } : { kind: 'refused', refusal };
}

function later(retryInMs: number): Verdict {
  return { kind: 'result', result: { kind: 'deferred', retryInMs } };
}

/** Of a campaign that doesn't run: one that may go on keeps its messages. */
function withoutCampaign(status: CampaignStatus | null): Verdict {
  if (status === null || isOver(status)) return { kind: 'refused', refusal: campaignOver };
  return later(HELD_RETRY_MS);
}

/** While people have taken over, flows wait until the conversation is handed back or the message is too old. */
function isHeld(message: GateMessage): boolean {
  return message.source === 'flow' && message.mode === 'human' && !message.handedOver && !message.runEnded;
}

function isTooOld({ createdAt, letGoOnAt }: GateMessage, now: Date): boolean {
  const waitsSinceMs = Math.max(createdAt.getTime(), letGoOnAt?.getTime() ?? 0);
  return now.getTime() - waitsSinceMs > SEND_GIVE_UP_MS;
}

/** The template fallback stands in for free-form content when the window is closed. */
function choose(message: GateMessage, now: Date): Sendable {
  if (message.content.type === 'template' || message.fallback === null) return message;
  return isWindowOpen(message.windowExpiresAt, now) ? message : message.fallback;
}

function check(message: GateMessage, { content, purpose }: Sendable, now: Date): Refusal | null {
  if (isTooOld(message, now)) return gaveUp;
  if (message.source === 'flow' && message.runEnded) return runEnded;
  const result = checkSend({
    purpose,
    contentKind: content.type === 'template' ? 'template' : 'freeform',
    consent: { marketing: message.marketingConsent, utility: message.utilityConsent },
    suppressed: message.suppressed,
    windowExpiresAt: message.windowExpiresAt,
    now,
    templateState: content.type === 'template' ? templateStateOf(message, content) : null,
  });
  if (!result.ok) return { code: result.code, title: result.title, class: 'permanent' };
  return content.type === 'template' && isIncomplete(message, content) ? incompleteTemplate : null;
}
