import type { Json } from '../model.ts';
import type { Shelf } from './catalog.ts';

export interface ViewButton {
  /**
   * reply: press {wamid, id}; quickReply: quickReply {wamid, index}; form: form {wamid, answers}; link: names an address;
   * other: shown, does nothing.
   */
  kind: 'reply' | 'quickReply' | 'form' | 'link' | 'location' | 'other';
  title: string;
  id?: string;
  index?: number;
  url?: string;
}

export interface ViewMedia {
  kind: string;
  /** Id of a file in the simulator, shown from /_sim/media/{id}. */
  id?: string;
  /** Address somewhere else; the phone shows it as a link, it loads nothing from outside. */
  link?: string;
  filename?: string;
}

/** What a chat bubble shows, whatever the message type. */
export interface Bubble {
  header?: string;
  media?: ViewMedia;
  text?: string;
  footer?: string;
  buttons?: ViewButton[];
  list?: {
    button: string;
    sections: { title: string; rows: { id: string; title: string; description?: string }[] }[];
  };
  /** Products that can be looked at and ordered. */
  shelf?: Shelf;
  /** Cards of a carousel, side by side. */
  slides?: { media: ViewMedia; text?: string; buttons: ViewButton[] }[];
  /** What the person ordered, a line each, and the sum where there is one. */
  order?: { lines: string[]; total?: string };
  location?: { latitude: string; longitude: string; name?: string; address?: string };
  cards?: { name: string; phones: string[]; emails: string[]; organisation?: string }[];
  /** What the message's WhatsApp Flow was given, for the button of kind form. */
  form?: { screen?: string; data: Json };
  reaction?: { wamid: string; emoji: string };
  replyTo?: string;
}
