/**
 * The one gate that every send passes: checks, budget, commit, one POST, outcome. The promise: at most one accepted POST per message
 * row. An outcome that can't be known is called `unknown` and never repeated by itself; a status may resolve it at any time.
 *
 * It takes batches, and a single send is a batch of one. Every step is one statement for all of them; POSTs go out side by side, in
 * no order, and what one message meets is no matter of the others.
 */
import type { KeyObject } from 'node:crypto';
import { RecipientMissingError, toGraphMessage } from '../../core/whatsapp/outbound.ts';
import type { OutboundContent } from '../../core/messaging/content.ts';
import { suppressionHash } from '../../platform/secrets/suppression.ts';
import type { WorkerContext } from '../context.ts';
import { judge } from './checks.ts';
import { claimForSending, type Candidate } from './claim.ts';
import { createTokenCache } from './credentials.ts';
import { loadMessages, parameterNamesOf, type GateMessage, type Sendable } from './load.ts';
import { withoutFiles, type PrepareFiles } from './own-files.ts';
import { postAll, type Ready } from './post.ts';
import { noRecipient, noToken, refuse, suppressed, type Refusal } from './refuse.ts';
import type { GateResult } from './result.ts';
import { shareUnderway } from './share.ts';
import { settleTried } from './tried.ts';

export interface Gate {
  /**
   * Sends the message if it may go out at `now`. Calling it again, at any time and from anywhere, never makes a second POST of a
   * message that may have been accepted.
   */
  sendMessage(messageId: string, now: Date): Promise<GateResult>;
  /**
   * Sends several, up to 50: of any organisations, numbers and conversations, in no order. Where a number's budget isn't enough for
   * all, the first ones get it.
   *
   * @param options.leaveShare the part (0..1) of each number's budget that is left to others; default 0
   * @returns a result for every id
   */
  sendMessages(
    messageIds: readonly string[],
    now: Date,
    options?: { leaveShare?: number },
  ): Promise<Map<string, GateResult>>;
}

/** After a fault of ours in one message: it may be put right before the message is given up. */
const FAULT_RETRY_MS = 10_000;
/** When it isn't clear what another copy of this call does. */
const LOST_RETRY_MS = 1_000;

type Prepared =
  | { kind: 'result'; message: GateMessage; result: GateResult }
  | { kind: 'refused'; message: GateMessage; refusal: Refusal }
  | ({ kind: 'ready' } & Candidate & Ready);

export function createGate(
  context: Pick<WorkerContext, 'sql' | 'lazySql' | 'cloudApi' | 'masterKey' | 'suppressionKeys' | 'log'>,
  prepareFiles: PrepareFiles = withoutFiles,
): Gate {
  const { sql, log } = context;
  const accessToken = shareUnderway(
    (_, wabaAccountId) => wabaAccountId,
    createTokenCache(sql, context.masterKey),
  );
  const suppressionKey = shareUnderway(
    (orgId: string) => orgId,
    (orgId) => context.suppressionKeys(sql, orgId),
  );

  async function sendMessages(
    messageIds: readonly string[],
    now: Date,
    { leaveShare = 0 }: { leaveShare?: number } = {},
  ): Promise<Map<string, GateResult>> {
    const results = new Map(messageIds.map((id) => [id, gone]));
    const put = (found: Map<string, GateResult>) => found.forEach((result, id) => results.set(id, result));
    const ids = [...results.keys()];
    if (ids.length === 0) return results;
    const loaded = await loadMessages(sql, ids, now);
    // In the order of the ids: budget goes to the first ones.
    const messages = ids.flatMap((id) => loaded.get(id) ?? []);
    const waiting = messages.filter(({ status }) => status === 'queued');
    const prepared = await Promise.all(waiting.map((message) => prepare(message, now)));
    const ready = prepared.filter((one) => one.kind === 'ready');
    const refused = prepared.filter((one) => one.kind === 'refused');
    put(new Map(prepared.flatMap((one) => (one.kind === 'result' ? [[one.message.id, one.result]] : []))));

    const claims = await claimForSending(sql, ready, leaveShare);
    const sending = [];
    const lost = [];
    for (const one of ready) {
      const claim = claims.get(one.message.id) ?? { kind: 'lost' };
      if (claim.kind === 'won') sending.push({ ...one, attempt: claim.attempt });
      else if (claim.kind === 'suppressed') refused.push({ ...one, kind: 'refused', refusal: suppressed });
      else if (claim.kind === 'lost') lost.push(one.message.id);
      else results.set(one.message.id, { kind: 'deferred', retryInMs: claim.retryInMs, noBudget: true });
    }
    const tried = messages.filter(({ status }) => status !== 'queued');
    const done = await Promise.allSettled([
      postAll(context, sending, now),
      refuseAll(refused, now),
      settleTried(sql, tried),
      settleLost(lost, now),
    ]);
    for (const part of done) {
      if (part.status === 'rejected') throw part.reason;
      put(part.value);
    }
    return results;
  }

  /** Everything that is needed for the POST, as far as the message may go out by what is known of it. */
  async function prepare(message: GateMessage, now: Date): Promise<Prepared> {
    const verdict = judge(message, now);
    if (verdict.kind !== 'mayGo') return { message, ...verdict };
    try {
      return await prepareToSend(message, verdict.chosen);
    } catch (err) {
      log.error({ err, messageId: message.id }, 'a message could not be prepared');
      return { kind: 'result', message, result: { kind: 'deferred', retryInMs: FAULT_RETRY_MS } };
    }
  }

  async function prepareToSend(message: GateMessage, chosen: Sendable): Promise<Prepared> {
    const token = await accessToken(message.orgId, message.wabaAccountId);
    if (token === null) return { kind: 'refused', message, refusal: noToken };
    const files = await prepareFiles(message, chosen.content, token);
    if (files.kind === 'refused') return { kind: 'refused', message, refusal: files.refusal };
    if (files.kind === 'later') {
      return { kind: 'result', message, result: { kind: 'deferred', retryInMs: files.retryInMs } };
    }
    const body = graphBody(message, files.content);
    if (body === null) return { kind: 'refused', message, refusal: noRecipient };
    const key = await suppressionKey(message.orgId);
    return { kind: 'ready', message, chosen, token, body, hashes: suppressionHashes(key, message) };
  }

  /** Unless another copy of this call has begun to send in the meantime: then its outcome counts. */
  async function refuseAll(refused: readonly { message: GateMessage; refusal: Refusal }[], now: Date) {
    const ids = await refuse(
      sql,
      refused.map(({ message: { id: messageId }, refusal }) => ({ messageId, refusal })),
    );
    const others = refused.filter(({ message }) => !ids.has(message.id)).map(({ message }) => message.id);
    return new Map([
      ...refused.map(({ message, refusal }) => [message.id, failed(refusal)] as const),
      ...(await settleLost(others, now)),
    ]);
  }

  /** What became of messages that were `queued` a moment ago. */
  async function settleLost(messageIds: readonly string[], now: Date): Promise<Map<string, GateResult>> {
    if (messageIds.length === 0) return new Map();
    const messages = await loadMessages(sql, messageIds, now);
    const tried = [...messages.values()].filter(({ status }) => status !== 'queued');
    const unclear: GateResult = { kind: 'deferred', retryInMs: LOST_RETRY_MS };
    return new Map([
      ...messageIds.map((id) => [id, messages.has(id) ? unclear : gone] as const),
      ...(await settleTried(sql, tried)),
    ]);
  }

  return {
    sendMessages,
    sendMessage: async (messageId, now) => (await sendMessages([messageId], now)).get(messageId)!,
  };
}

const failed = ({ code, title, class: errorClass }: Refusal): GateResult => ({
  kind: 'settled',
  status: 'failed',
  error: { code, title, class: errorClass },
});

const gone: GateResult = {
  kind: 'settled',
  status: 'gone',
  error: { code: 'gone', title: 'The message was erased', class: 'permanent' },
};

/** Of the ids that this message could go to: looked up once more in the moment of sending, however the contact came to be. */
function suppressionHashes(key: KeyObject, { waId, bsuid }: GateMessage): string[] {
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
