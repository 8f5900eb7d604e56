import type { ErrorAnswer, RequestAction } from '../control/fault-book.ts';
import { messageView } from '../control/view.ts';
import type { Conversation, Json, OutboundMessage, PhoneNumber, Template } from '../model.ts';
import { conversationOf, nowMs, personByPhone, personByUserId } from '../state.ts';
import { newWamid } from '../wamid.ts';
import { pricingOf } from '../webhooks/pricing.ts';
import type { Simulation } from '../webhooks/statuses.ts';
import { fail, later, scheduleStatuses } from '../webhooks/statuses.ts';
import { asyncFailureOf, WINDOW_MS } from './async-failures.ts';
import { isObject, requiredObject, typeName } from './check.ts';
import { GraphError, invalidParameter } from './errors.ts';
import { takePair, takeThroughput } from './limits.ts';
import { markRead } from './mark-read.ts';
import { findSendableTemplate } from './templates.ts';
import type { Recipient } from './validate-message.ts';
import { validateContent, validateEnvelope, validateMedia } from './validate-message.ts';
import {
  requestedTemplate,
  validateSentComponents,
  validateTemplateParameters,
} from './validate-template.ts';

/** What the HTTP layer must do for a send. `delayMs` holds the answer back; the message is accepted at once. */
export type SendOutcome =
  | { kind: 'answer'; body: Json; delayMs: number }
  | { kind: 'fault'; error: ErrorAnswer }
  | { kind: 'cut' }
  | { kind: 'silence' };

/**
 * POST /{phone-number-id}/messages. The order of the checks is that of reference section 12: shape, account, limits,
 * template, then everything that Meta finds out later and tells by webhook.
 * `/marketing_messages` is the same for marketing templates only. Throws GraphError for a refusal.
 */
export function postMessage(
  simulation: Simulation,
  number: PhoneNumber,
  rawBody: Buffer,
  edge: 'messages' | 'marketing_messages' = 'messages',
): SendOutcome {
  const { state } = simulation;
  const raw = rawBody.toString('utf8');
  const body = parseBody(raw);
  const fault = takeFault(simulation, number, body);
  if (fault) {
    if ('error' in fault) return { kind: 'fault', error: fault.error };
    if ('dropBefore' in fault) return { kind: 'cut' };
  }
  if (body.status !== undefined) {
    return { kind: 'answer', body: markRead(simulation, number, body), delayMs: delayOf(fault) };
  }
  const { recipient, type, callbackData } = validateEnvelope(body);
  if (edge === 'marketing_messages' && type !== 'template')
    throw new GraphError(131055, 'Only templates can be sent to marketing_messages.');
  checkAccount(simulation, number, recipient);
  const now = nowMs(state);
  // Template keys are checked here, the look-up comes after the limits.
  const sentComponents =
    type === 'template' ? validateSentComponents(requiredObject(body, 'template')) : undefined;
  if (!sentComponents) validateContent(state, number, type, body);
  const person =
    recipient.waId !== null
      ? personByPhone(state, recipient.waId)
      : personByUserId(state, recipient.userId ?? '');
  const conversation = conversationOf(state, number, person);
  if (!takeThroughput(state, number, now)) {
    throw new GraphError(130429, 'Cloud API message throughput has been reached.', {
      status: state.settings.throttleStatus,
      subcode: 2494055,
    });
  }
  if (!takePair(state, conversation, now)) {
    throw new GraphError(
      131056,
      'Too many messages sent from this phone number to this person in a short time.',
      {
        status: state.settings.throttleStatus,
      },
    );
  }
  let template: Template | undefined;
  if (sentComponents) {
    template = findSendableTemplate(number.waba, requestedTemplate(requiredObject(body, 'template')));
    if (edge === 'marketing_messages' && template.category !== 'MARKETING') {
      throw new GraphError(131055, 'Only marketing templates can be sent to marketing_messages.');
    }
    if (recipient.waId === null && template.category === 'AUTHENTICATION') {
      throw new GraphError(131062, 'Authentication templates need a phone number as recipient.');
    }
    validateTemplateParameters(template, sentComponents, (kind, media, path) =>
      validateMedia(state, number, kind, media, path),
    );
  }
  if (state.settings.windowCheck === 'sync' && !template && !isWindowOpen(conversation, now)) {
    throw new GraphError(131047, 'More than 24 hours have passed since the recipient last replied.');
  }

  const message = record(simulation, conversation, {
    raw,
    type,
    callbackData,
    byPhone: recipient.waId !== null,
    template,
    now,
  });
  if (fault && 'failAfterAccept' in fault) {
    const { code, details } = fault.failAfterAccept;
    message.willFail = true;
    later(state, state.settings.sentAfterMs, () =>
      fail(simulation, message, code, details ?? 'Asked for by a fault of the simulator.'),
    );
  } else {
    startLife(simulation, message, body, now);
  }
  if (fault && 'timeoutAfterAccept' in fault) return { kind: 'silence' };
  return { kind: 'answer', body: acceptance(message, recipient), delayMs: delayOf(fault) };
}

function parseBody(raw: string): Json {
  let body: unknown;
  try {
    body = JSON.parse(raw);
  } catch {
    throw invalidParameter('The request body is not valid JSON.');
  }
  if (!isObject(body)) throw invalidParameter('The request body must be a JSON object.');
  return body;
}

/** Faults are for sends; one that names the type `read` or `typing` strikes read marks instead. */
function takeFault({ state }: Simulation, number: PhoneNumber, body: Json): RequestAction | undefined {
  if (!state.faults.hasRequestFaults) return undefined;
  const isRead = body.status !== undefined;
  const type = isRead
    ? body.typing_indicator === undefined
      ? 'read'
      : 'typing'
    : body.type === undefined
      ? 'text'
      : typeName(body.type);
  const address = typeof body.to === 'string' || typeof body.to === 'number' ? String(body.to) : undefined;
  const to = address?.replace(/\D/g, '') ?? (typeof body.recipient === 'string' ? body.recipient : '');
  return state.faults.takeForRequest({ to, type, metaPhoneNumberId: number.id }, isRead);
}

function delayOf(fault: RequestAction | undefined): number {
  return fault && 'delayMs' in fault ? fault.delayMs : 0;
}

function checkAccount({ state }: Simulation, number: PhoneNumber, recipient: Recipient): void {
  if (!number.registered)
    throw new GraphError(133010, 'The phone number is not registered for the Cloud API.');
  if (state.settings.accountState === 'maintenance')
    throw new GraphError(131057, 'The account is being upgraded, try again in a few minutes.');
  if (state.settings.accountState === 'locked')
    throw new GraphError(131031, 'The account is locked because of a policy violation.');
  if (recipient.waId === number.digits)
    throw new GraphError(131021, 'The recipient is the sending number itself.');
  const { allowedRecipients } = state.settings;
  if (allowedRecipients && !(recipient.waId !== null && allowedRecipients.includes(recipient.waId))) {
    throw new GraphError(131030, 'Recipient phone number not in allowed list', { subcode: 2655007 });
  }
}

function isWindowOpen(conversation: Conversation, now: number): boolean {
  return conversation.lastInboundAt !== null && conversation.lastInboundAt + WINDOW_MS > now;
}

function record(
  { state }: Simulation,
  conversation: Conversation,
  input: Pick<OutboundMessage, 'raw' | 'type' | 'callbackData' | 'byPhone' | 'template'> & { now: number },
): OutboundMessage {
  const { now, ...rest } = input;
  const message = state.outbound.append((cursor) => ({
    direction: 'outbound',
    cursor,
    wamid: newWamid(conversation.person.id, 'outbound'),
    conversation,
    ...rest,
    at: now,
    status: rest.template?.held === true ? 'held' : 'accepted',
    pricing:
      rest.type === 'reaction'
        ? undefined
        : pricingOf(conversation, rest.template, isWindowOpen(conversation, now), now),
    pricingShown: false,
    willFail: false,
    errorCode: undefined,
  }));
  state.messages.set(message.wamid, message);
  conversation.messages.push(message);
  // The first reply to a click-to-WhatsApp message within a day opens 72 free hours.
  if (conversation.referredAt !== null && conversation.referredAt + WINDOW_MS > now)
    conversation.freeEntryUntil = now + 3 * WINDOW_MS;
  conversation.referredAt = null;
  state.stats.countAccepted(message.callbackData, Date.now());
  if (state.events.hasListeners) state.events.publish('message', messageView(message));
  return message;
}

function startLife(simulation: Simulation, message: OutboundMessage, body: Json, now: number): void {
  const { state } = simulation;
  const failure = asyncFailureOf(state, message, body, isWindowOpen(message.conversation, now));
  if (failure) {
    message.willFail = true;
    later(state, state.settings.sentAfterMs, () => fail(simulation, message, failure.code, failure.details));
  } else if (message.status !== 'held') {
    scheduleStatuses(simulation, message);
  }
}

function acceptance(message: OutboundMessage, recipient: Recipient): Json {
  const contact =
    recipient.waId !== null
      ? { input: recipient.input, wa_id: recipient.waId }
      : { input: recipient.input, user_id: recipient.userId };
  const accepted: Json = { id: message.wamid };
  if (message.template)
    accepted.message_status = message.status === 'held' ? 'held_for_quality_assessment' : 'accepted';
  return { messaging_product: 'whatsapp', contacts: [contact], messages: [accepted] };
}
