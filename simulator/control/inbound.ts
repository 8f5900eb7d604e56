import type { z } from 'zod';

import { isObject } from '../graph/check.ts';
import { takeThroughput } from '../graph/limits.ts';
import { mediaUrl, storeMedia } from '../graph/media-store.ts';
import { mediaKinds } from '../graph/media-types.ts';
import { buttonsOf } from '../graph/template-definition.ts';
import { parametersList } from '../graph/validate-template.ts';
import type { Conversation, Json, OutboundMessage, PhoneNumber } from '../model.ts';
import type { State } from '../state.ts';
import { conversationOf, nowMs, personByPhone } from '../state.ts';
import { newWamid } from '../wamid.ts';
import { inboundItem } from '../webhooks/items.ts';
import type { Simulation } from '../webhooks/statuses.ts';
import { orderMessage } from './catalog.ts';
import { formOf, submission } from './forms.ts';
import { ControlError } from './problem.ts';
import { samples } from './samples.ts';
import type { inboundSchema } from './schemas.ts';
import { bubbleOf, messageView } from './view.ts';

/** A person writes, presses what was sent, or submits a form. Returns the id of the new message. */
export function receiveInbound(
  simulation: Simulation,
  input: z.output<typeof inboundSchema>,
): { wamid: string } {
  const { state, webhooks } = simulation;
  const number = numberFor(state, input.metaPhoneNumberId);
  const person = personByPhone(state, input.from);
  if (input.name !== undefined) person.name = input.name;
  if (input.username !== undefined) person.username = input.username;
  if (input.phoneHidden !== undefined) person.phoneHidden = input.phoneHidden;
  const conversation = conversationOf(state, number, person);
  const content = contentOf(state, conversation, input);
  const sentAt = input.timestamp === undefined ? nowMs(state) : input.timestamp * 1000;

  const wamid = typeof content.id === 'string' ? content.id : newWamid(person.id, 'inbound');
  const sender: Json = {};
  if (!person.phoneHidden) sender.from = person.id;
  if (state.settings.userIds || person.phoneHidden) sender.from_user_id = person.userId;
  const body: Json = { ...sender, id: wamid, timestamp: String(Math.floor(sentAt / 1000)), ...content };
  const message = state.inbound.append((cursor) => ({
    direction: 'inbound',
    cursor,
    wamid,
    conversation,
    type: String(content.type),
    message: body,
    at: sentAt,
    status: 'sent',
  }));
  state.messages.set(wamid, message);
  conversation.messages.push(message);
  openWindow(conversation, sentAt, content);
  takeThroughput(state, number, nowMs(state));
  if (state.events.hasListeners) state.events.publish('message', messageView(message));
  webhooks.send(inboundItem(state, message));
  return { wamid };
}

/** The business number with this id, or the first one. */
export function numberFor(state: State, id: string | undefined): PhoneNumber {
  const number = state.numbers.get(id ?? state.identity.phoneNumberId);
  if (!number)
    throw new ControlError(
      422,
      'unknown_number',
      `There is no business number with the id ${id}.`,
      'metaPhoneNumberId',
    );
  return number;
}

function contentOf(state: State, conversation: Conversation, input: z.output<typeof inboundSchema>): Json {
  if (input.text !== undefined) return { type: 'text', text: { body: input.text } };
  if (input.press) return pressed(state, conversation, input.press);
  if (input.quickReply) return quickReply(state, conversation, input.quickReply);
  if (input.form) return submitted(state, conversation, input.form);
  if (input.order) return orderMessage(conversation.number.waba.catalog, input.order);
  const message = { ...input.message } as Json;
  const type = String(message.type);
  if (type in mediaKinds && isObject(message[type]))
    message[type] = withFile(state, conversation.number, type, message[type]);
  return message;
}

/** What a tap on a reply button or a list row sends. */
function pressed(state: State, conversation: Conversation, press: { wamid: string; id: string }): Json {
  const target = sentTo(state, conversation, press.wamid);
  const { buttons = [], list, slides = [] } = bubbleOf(target);
  const context = { from: conversation.number.digits, id: target.wamid };
  const offered = [...buttons, ...slides.flatMap((slide) => slide.buttons)];
  const button = offered.find((one) => one.kind === 'reply' && one.id === press.id);
  if (button) {
    return {
      context,
      type: 'interactive',
      interactive: { type: 'button_reply', button_reply: { id: press.id, title: button.title } },
    };
  }
  const row = list?.sections.flatMap((section) => section.rows).find((one) => one.id === press.id);
  if (row) {
    const reply = {
      id: row.id,
      title: row.title,
      ...(row.description === undefined ? {} : { description: row.description }),
    };
    return { context, type: 'interactive', interactive: { type: 'list_reply', list_reply: reply } };
  }
  throw new ControlError(
    422,
    'unknown_choice',
    `The message ${press.wamid} has no button or row with the id "${press.id}".`,
    'press.id',
  );
}

/** What a tap on a template's quick reply sends; `index` counts all buttons of the template from 0. */
function quickReply(state: State, conversation: Conversation, input: { wamid: string; index: number }): Json {
  const target = sentTo(state, conversation, input.wamid);
  const button = target.template ? buttonsOf(target.template.components)[input.index] : undefined;
  if (button?.type !== 'QUICK_REPLY') {
    throw new ControlError(
      422,
      'unknown_choice',
      `The message ${input.wamid} has no quick reply at index ${input.index}.`,
      'quickReply.index',
    );
  }
  const sent = JSON.parse(target.raw) as { template: Json };
  const part = parametersList(sent.template.components).find(
    (one) => String(one.type).toLowerCase() === 'button' && Number(one.index ?? 0) === input.index,
  );
  const payload = parametersList(part?.parameters)[0]?.payload ?? button.text;
  return {
    context: { from: conversation.number.digits, id: target.wamid },
    type: 'button',
    button: { payload, text: button.text },
  };
}

/** What the last screen of a WhatsApp Flow sends. */
function submitted(
  state: State,
  conversation: Conversation,
  { wamid, answers }: { wamid: string; answers: Json },
): Json {
  const target = sentTo(state, conversation, wamid);
  const form = formOf(target);
  if (!form)
    throw new ControlError(422, 'no_form', `The message ${wamid} opens no WhatsApp Flow.`, 'form.wamid');
  return { context: { from: conversation.number.digits, id: wamid }, ...submission(form, answers) };
}

function sentTo(state: State, conversation: Conversation, wamid: string): OutboundMessage {
  const message = state.messages.get(wamid);
  if (message?.direction === 'outbound' && message.conversation === conversation) return message;
  throw new ControlError(
    422,
    'unknown_message',
    `No message ${wamid} was sent to ${conversation.person.id} from this number.`,
    'wamid',
  );
}

/**
 * Gives a media message a file: the bytes in `base64`, else a small sample. A message that brings its own `id` stays
 * as it is.
 */
function withFile(state: State, number: PhoneNumber, type: string, media: Json): Json {
  if (media.id !== undefined) return media;
  const { base64, ...rest } = media;
  const sample = samples[type as keyof typeof samples];
  const bytes = typeof base64 === 'string' ? Buffer.from(base64, 'base64') : sample.bytes;
  const mimeType = typeof media.mime_type === 'string' ? media.mime_type : sample.mimeType;
  const file = storeMedia(state, { number, bytes, mimeType, received: true });
  return { ...rest, id: file.id, mime_type: mimeType, sha256: file.sha256, url: mediaUrl(state, file) };
}

function openWindow(conversation: Conversation, sentAt: number, content: Json): void {
  // A system notice or a reaction is no message of the person (reference section 10).
  if (content.type === 'system' || content.type === 'reaction') return;
  conversation.lastInboundAt = Math.max(conversation.lastInboundAt ?? 0, sentAt);
  if (isObject(content.referral)) conversation.referredAt = sentAt;
}
