/**
 * The one gate that every send passes: checks, budget, commit, one POST, outcome. The promise: at most one accepted POST per message
 * row. An outcome that can't be known is called `unknown` and never repeated by itself; a status may resolve it at any time.
 */
import { checkSend, sendRefusals } from '../../core/messaging/policy.ts';
import { SEND_GIVE_UP_MS } from '../../core/messaging/timing.ts';
import { RecipientMissingError, toGraphMessage } from '../../core/whatsapp/outbound.ts';
import { isWindowOpen } from '../../core/messaging/window.ts';
import type { OutboundContent } from '../../core/messaging/content.ts';
import { suppressionHash } from '../../platform/secrets/suppression.ts';
import type { WorkerContext } from '../context.ts';
import { claimForSending } from './claim.ts';
import { createTokenCache } from './credentials.ts';
import {
  isIncomplete,
  loadMessage,
  parameterNamesOf,
  templateStateOf,
  type GateMessage,
  type Sendable,
} from './load.ts';
import { recordOutcome, refuse, runEnded, type Refusal } from './outcome.ts';
import { withoutFiles, type PrepareFiles } from './own-files.ts';
import type { GateResult } from './result.ts';

export interface Gate {
  /**
   * Sends the message if it may go out at `now`. Calling it again, at any time and from anywhere, never makes a second POST of a
   * message that may have been accepted.
   */
  sendMessage(messageId: string, now: Date): Promise<GateResult>;
}

export function createGate(
  context: Pick<WorkerContext, 'sql' | 'lazySql' | 'cloudApi' | 'masterKey' | 'suppressionKeys' | 'log'>,
  prepareFiles: PrepareFiles = withoutFiles,
): Gate {
  const { sql, cloudApi } = context;
  const accessToken = createTokenCache(sql, context.masterKey);

  async function sendMessage(messageId: string, now: Date): Promise<GateResult> {
    const message = await loadMessage(sql, messageId, now);
    if (message === null) return gone;
    if (message.status !== 'queued') return alreadyTried(message);
    if (message.runIsPaused) return { kind: 'deferred', retryInMs: HELD_RETRY_MS };
    if (message.runIsToEnd) return { kind: 'runIsToEnd' };
    if (message.notBefore !== null && message.notBefore > now) {
      return { kind: 'deferred', retryInMs: message.notBefore.getTime() - now.getTime() };
    }

    if (isHeld(message) && !isTooOld(message, now)) return { kind: 'deferred', retryInMs: HELD_RETRY_MS };
    const chosen = choose(message, now);
    const refusal = check(message, chosen, now);
    if (refusal !== null) return refused(message, refusal, now);
    const token = await accessToken(message.orgId, message.wabaAccountId);
    if (token === null) return refused(message, noToken, now);
    const prepared = await prepareFiles(message, chosen.content, token);
    if (prepared.kind === 'later') return { kind: 'deferred', retryInMs: prepared.retryInMs };
    if (prepared.kind === 'refused') return refused(message, prepared.refusal, now);
    const body = graphBody(message, prepared.content);
    if (body === null) return refused(message, noRecipient, now);

    const key = await context.suppressionKeys(sql, message.orgId);
    const claim = await claimForSending(sql, message, chosen, suppressionHashes(key, message));
    if (claim.kind === 'suppressed') return refused(message, suppressed, now);
    if (claim.kind === 'noBudget') return { kind: 'deferred', retryInMs: claim.retryInMs };
    if (claim.kind === 'lost') {
      const current = await loadMessage(sql, messageId, now);
      return current === null || current.status === 'queued'
        ? { kind: 'deferred', retryInMs: 1_000 }
        : alreadyTried(current);
    }

    const answer = await cloudApi.postMessage(message.metaPhoneNumberId, token, body);
    return recordOutcome(context, message, claim.attempt, answer, now);
  }

  /** Unless another copy of this call has begun to send in the meantime: then its outcome counts. */
  async function refused(message: GateMessage, refusal: Refusal, now: Date): Promise<GateResult> {
    if (await refuse(sql, message.id, refusal)) {
      return { kind: 'settled', status: 'failed', error: { code: refusal.code, title: refusal.title } };
    }
    const current = await loadMessage(sql, message.id, now);
    return current === null ? gone : alreadyTried(current);
  }

  /** A `sending` whose lease has run out was cut off: its outcome is unknown from then on. */
  async function alreadyTried(message: GateMessage): Promise<GateResult> {
    if (message.status !== 'sending') return settle(message);
    const [expired] = await sql<{ leaseLeftMs: number | null }[]>`
      with expired as (
        update messages set status = 'unknown', status_rank = 15, lease_until = null
        where id = ${message.id} and status = 'sending' and lease_until < clock_timestamp() returning id
      )
      select extract(epoch from m.lease_until - clock_timestamp()) * 1000 as "leaseLeftMs" from messages m
      where m.id = ${message.id} and not exists (select from expired)`;
    if (expired === undefined) return { kind: 'settled', status: 'unknown', error: null };
    return { kind: 'deferred', retryInMs: Math.max(Math.ceil(Number(expired.leaseLeftMs ?? 0)), 100) };
  }

  return { sendMessage };
}

const gone: GateResult = {
  kind: 'settled',
  status: 'gone',
  error: { code: 'gone', title: 'The message was erased' },
};
const incompleteTemplate = {
  code: 'template_incomplete',
  title: 'A value of the template is empty',
  class: 'permanent',
};
const suppressed = { code: 'suppressed', title: sendRefusals.suppressed, class: 'permanent' };
const noToken = { code: 'no_token', title: 'The number has no access token', class: 'permanent' };
const noRecipient = {
  code: 'no_recipient',
  title: 'The contact has no WhatsApp number or id',
  class: 'permanent',
};

/** Of the ids that this message could go to: looked up once more in the moment of sending, however the contact came to be. */
function suppressionHashes(key: Buffer, { waId, bsuid }: GateMessage): string[] {
  const phone = waId === null ? null : suppressionHash(key, waId);
  return [phone, bsuid === null ? null : suppressionHash(key, bsuid)].filter((hash) => hash !== null);
}

/** The body for Meta; null when there is no id to send it to. */
function graphBody(message: GateMessage, content: OutboundContent) {
  const recipient = { phone: message.waId ?? undefined, bsuid: message.bsuid ?? undefined };
  try {
    return toGraphMessage(content, recipient, {
      callbackData: message.id,
      replyTo: message.replyToWamid,
      parameterNames: content.type === 'template' ? parameterNamesOf(message, content) : null,
    });
  } catch (error) {
    if (error instanceof RecipientMissingError) return null;
    throw error;
  }
}

/** While people have taken over, flows wait until the conversation is handed back or the message is too old. */
function isHeld(message: GateMessage): boolean {
  return message.source === 'flow' && message.mode === 'human' && !message.handedOver && !message.runEnded;
}

const HELD_RETRY_MS = 60_000;

function isTooOld({ createdAt, runResumedAt }: GateMessage, now: Date): boolean {
  const waitsSinceMs = Math.max(createdAt.getTime(), runResumedAt?.getTime() ?? 0);
  return now.getTime() - waitsSinceMs > SEND_GIVE_UP_MS;
}

/** The template fallback stands in for free-form content when the window is closed. */
function choose(message: GateMessage, now: Date): Sendable {
  if (message.content.type === 'template' || message.fallback === null) return message;
  return isWindowOpen(message.windowExpiresAt, now) ? message : message.fallback;
}

function check(message: GateMessage, { content, purpose }: Sendable, now: Date) {
  if (isTooOld(message, now)) {
    return { code: 'gave_up', title: 'Could not be sent within 24 hours', class: 'permanent' };
  }
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

function settle(message: {
  status: string;
  errorCode: string | null;
  errorTitle: string | null;
}): GateResult {
  const failed = message.status === 'failed';
  return {
    kind: 'settled',
    status: message.status,
    error: failed ? { code: message.errorCode ?? 'unknown', title: message.errorTitle ?? 'Not sent' } : null,
  };
}
