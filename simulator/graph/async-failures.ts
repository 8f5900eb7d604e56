import type { Json, OutboundMessage } from '../model.ts';
import type { State } from '../state.ts';
import { isObject } from './check.ts';
import { findMedia } from './media-store.ts';
import type { MediaKind } from './media-types.ts';
import { contentContradicts, kindOfMimeType, mediaKinds } from './media-types.ts';

/** The customer service window: 24 hours from the person's last message. */
export const WINDOW_MS = 24 * 3_600_000;

export interface AsyncFailure {
  code: number;
  details: string;
}

/** What Meta finds out only after it has accepted a message; the first reason found, undefined when there is none. */
export function asyncFailureOf(
  state: State,
  message: OutboundMessage,
  body: Json,
  windowOpen: boolean,
): AsyncFailure | undefined {
  const { settings } = state;
  const { person } = message.conversation;
  if (!message.template && settings.windowCheck === 'async' && !windowOpen) {
    return {
      code: 131047,
      details:
        'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
    };
  }
  if (settings.unreachable.includes(person.id)) {
    return { code: 131026, details: 'Message Undeliverable.' };
  }
  if (message.template?.category === 'MARKETING') {
    if (settings.marketingOptOuts.includes(person.id))
      return { code: 131050, details: 'The recipient chose to stop receiving marketing messages.' };
    if (settings.blockUsMarketing && person.userId.startsWith('US.')) {
      return {
        code: 131049,
        details: 'Marketing templates are not delivered to numbers in the United States.',
      };
    }
  }
  if (message.type === 'reaction') return reactionFailure(state, body.reaction);
  if (message.type in mediaKinds) return mediaFailure(state, message.type as MediaKind, body[message.type]);
  return undefined;
}

function reactionFailure(state: State, reaction: unknown): AsyncFailure | undefined {
  const target = isObject(reaction) ? state.messages.get(String(reaction.message_id)) : undefined;
  if (target && target.type !== 'reaction') return undefined;
  return {
    code: 131009,
    details: 'The message to react to does not exist, is too old or is a reaction itself.',
  };
}

/** The simulator never fetches a link; it judges by the file name, as far as that tells something. */
function mediaFailure(state: State, kind: MediaKind, media: unknown): AsyncFailure | undefined {
  if (!isObject(media)) return undefined;
  if (typeof media.link === 'string' && media.id === undefined) {
    if (!mediaKinds[kind].badLinks.test(new URL(media.link).pathname)) return undefined;
    return {
      code: 131053,
      details: `Unsupported media type behind the link. Supported: ${mediaKinds[kind].mimeTypes.join(', ')}.`,
    };
  }
  const file = findMedia(state, media.id);
  if (!file) return undefined;
  if (contentContradicts(file.mimeType, file.bytes)) {
    return {
      code: 131053,
      details: `Media file was uploaded as ${file.mimeType}, but its content is something else.`,
    };
  }
  if (kind !== 'document' && kindOfMimeType(file.mimeType) !== kind) {
    return { code: 131053, details: `A file of type ${file.mimeType} can not be sent as ${kind}.` };
  }
  return undefined;
}
