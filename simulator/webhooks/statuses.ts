import { errorTitle } from '../graph/errors.ts';
import type { Json, OutboundMessage, OutboundStatus } from '../model.ts';
import type { State } from '../state.ts';
import { nowMs } from '../state.ts';
import type { WebhookSender } from './deliver.ts';
import { contactOf, subjectOf } from './items.ts';

/** State and webhook sender: what every part that makes something happen needs. */
export interface Simulation {
  state: State;
  webhooks: WebhookSender;
}

const RANK: Record<OutboundStatus, number> = {
  accepted: 0,
  held: 0,
  sent: 1,
  delivered: 2,
  read: 3,
  played: 4,
  failed: 9,
};
const ERROR_PAGE = 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/';

/** Runs `job` later, unless the simulator was reset in between. Never keeps the process alive. */
export function later(state: State, delayMs: number, job: () => void): void {
  const { epoch } = state;
  setTimeout(() => {
    if (epoch === state.epoch) job();
  }, delayMs).unref();
}

/** Lets an accepted message live: sent, delivered and, where it is asked for, read. A reaction is only ever sent. */
export function scheduleStatuses(simulation: Simulation, message: OutboundMessage): void {
  const { state } = simulation;
  const { sentAfterMs, deliverAfterMs, readAfterMs } = state.settings;
  later(state, sentAfterMs, () => {
    raise(simulation, message, 'sent');
    if (message.type === 'reaction') {
      message.status = 'delivered';
      return;
    }
    if (deliverAfterMs === null) return;
    later(state, Math.max(0, deliverAfterMs - sentAfterMs), () => {
      raise(simulation, message, 'delivered');
      if (readAfterMs > 0) later(state, readAfterMs, () => raise(simulation, message, 'read'));
    });
  });
}

/** Sends a status webhook if the message is not that far yet. Returns whether it was sent. */
export function raise(
  simulation: Simulation,
  message: OutboundMessage,
  status: 'sent' | 'delivered' | 'read' | 'played',
): boolean {
  if (RANK[message.status] >= RANK[status]) return false;
  const { state, webhooks } = simulation;
  const isOnPhoneNow = RANK[message.status] < RANK.delivered && RANK[status] >= RANK.delivered;
  message.status = status;
  if (isOnPhoneNow) message.conversation.unread += 1;
  const body = statusBody(state, message, status);
  // Pricing comes with `sent` and with the first of delivered and read (reference section 3.6).
  if (message.pricing && (status === 'sent' || !message.pricingShown)) {
    body.pricing = message.pricing;
    if (status !== 'sent') message.pricingShown = true;
  }
  const { person } = message.conversation;
  const withContact = state.settings.userIds || person.phoneHidden;
  webhooks.send({
    kind: 'status',
    number: message.conversation.number,
    subject: subjectOf(message.conversation, message.type, [status, 'status']),
    status: body,
    contact: withContact ? contactOf(person, state.settings.userIds) : undefined,
  });
  publishStatus(state, message);
  return true;
}

/** Sends the `failed` webhook of a message that was accepted. */
export function fail(simulation: Simulation, message: OutboundMessage, code: number, details: string): void {
  const { state, webhooks } = simulation;
  if (message.status === 'failed') return;
  message.status = 'failed';
  message.errorCode = code;
  const body = statusBody(state, message, 'failed');
  const title = errorTitle(code);
  body.errors = [{ code, title, message: title, error_data: { details }, href: ERROR_PAGE }];
  webhooks.send({
    kind: 'status',
    number: message.conversation.number,
    subject: subjectOf(message.conversation, message.type, ['failed', 'status']),
    status: body,
    contact: undefined,
  });
  publishStatus(state, message);
}

function statusBody(state: State, message: OutboundMessage, status: string): Json {
  const { person } = message.conversation;
  const body: Json = { id: message.wamid, status, timestamp: String(Math.floor(nowMs(state) / 1000)) };
  if (message.byPhone) body.recipient_id = person.waId;
  if ((state.settings.userIds && status !== 'failed') || !message.byPhone)
    body.recipient_user_id = person.userId;
  if (message.callbackData !== undefined) body.biz_opaque_callback_data = message.callbackData;
  return body;
}

function publishStatus(state: State, message: OutboundMessage): void {
  if (!state.events.hasListeners) return;
  const { conversation } = message;
  state.events.publish('status', {
    with: conversation.person.id,
    metaPhoneNumberId: conversation.number.id,
    wamid: message.wamid,
    direction: 'outbound',
    status: message.status,
  });
}
