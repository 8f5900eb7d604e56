import type { Json, PhoneNumber } from '../model.ts';
import type { Simulation } from '../webhooks/statuses.ts';
import { isObject, show, typeName } from './check.ts';
import { GraphError, invalidParameter } from './errors.ts';

/** Typing dots end after this time, or with the next message (reference section 2.6). */
export const TYPING_FOR_MS = 25_000;

/** Marks an inbound message and everything before it as read; with `typing_indicator` the person sees typing dots. */
export function markRead({ state }: Simulation, number: PhoneNumber, body: Json): Json {
  if (typeName(body.messaging_product) !== 'whatsapp')
    throw invalidParameter('The parameter messaging_product is required.');
  if (body.status !== 'read')
    throw invalidParameter(`Param status must be one of {READ} - got "${String(body.status)}".`);
  const id = body.message_id;
  if (id === undefined || id === null || id === '')
    throw invalidParameter('The parameter message_id is required.');
  const typing = body.typing_indicator;
  if (typing !== undefined && (!isObject(typing) || typing.type !== 'text')) {
    throw invalidParameter("Param typing_indicator['type'] must be one of {TEXT}.");
  }
  const message = state.messages.get(show(id));
  if (!message || message.conversation.number !== number) {
    throw new GraphError(100, 'Please check the message ID you have provided.');
  }
  if (message.direction === 'outbound') {
    throw new GraphError(
      100,
      `Message with ID ${message.wamid} is outgoing. Please use an incoming message ID.`,
    );
  }
  const { conversation } = message;
  for (const earlier of conversation.messages) {
    if (earlier.direction === 'inbound' && earlier.status !== 'read') earlier.status = 'read';
    if (earlier === message) break;
  }
  if (state.events.hasListeners) {
    const where = { with: conversation.person.id, metaPhoneNumberId: number.id };
    state.events.publish('status', { ...where, wamid: message.wamid, direction: 'inbound', status: 'read' });
    if (typing !== undefined) state.events.publish('typing', { ...where, forMs: TYPING_FOR_MS });
  }
  return { success: true };
}
