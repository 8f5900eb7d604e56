/**
 * What we send, before it becomes a Cloud API body (`core/whatsapp/outbound.ts`). Kept as `messages.content` (jsonb),
 * so every shape here is a contract with stored rows: add kinds and optional fields, never change the meaning of one.
 */
export type OutboundContent =
  | TextContent
  | ButtonsContent
  | ListContent
  | TemplateContent
  | MediaContent
  | LocationContent
  | LocationRequestContent
  | ContactsContent
  | CtaContent
  | FlowContent
  | ProductContent
  | ProductListContent
  | CatalogContent
  | CarouselContent;

export interface TextContent {
  type: 'text';
  text: string;
  previewUrl?: boolean;
}

/** Words around what can be pressed. */
interface FrameContent {
  header?: string;
  body: string;
  footer?: string;
}

export interface ButtonsContent extends FrameContent {
  type: 'buttons';
  /** 1 to 3, ids and titles unique. */
  buttons: ReplyOption[];
}

export interface ListContent extends FrameContent {
  type: 'list';
  /** Label of the button that opens the list. */
  button: string;
  /** At most 10 rows over all sections. */
  sections: { title?: string; rows: ReplyRow[] }[];
}

export interface TemplateContent {
  type: 'template';
  name: string;
  /** Meta's locale code, for example `en_US`. */
  language: string;
  /** Values of `{{1}}`, `{{2}}`... per component. */
  header?: string[];
  /** For a template whose header is a file. */
  headerMedia?: FileSource & { kind: 'image' | 'video' | 'document'; filename?: string };
  /** For a template whose header is a place. */
  headerLocation?: Place;
  body: string[];
  /** Payloads of quick-reply buttons and suffixes of URL buttons, by button index. */
  buttons?: { index: number; subType: 'quick_reply' | 'url'; value: string }[];
  /** The body with its values filled in, as people will read it; null when the template's text isn't known here. */
  preview: string | null;
}

export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker';

/** Meta fetches a `link` itself: a public https address. A `mediaId` is one of the sending number's uploads, good for 30 days. */
export type FileSource =
  | { link: string; mediaId?: undefined; fileId?: undefined }
  | { mediaId: string; link?: undefined; fileId?: undefined }
  /** One of our own (`media_files`, or the message's own): the gate brings it to Meta and sends it by Meta's id. */
  | { fileId: string; link?: undefined; mediaId?: undefined };

export type MediaContent = FileSource & {
  type: 'media';
  kind: MediaKind;
  /** Not for audio and stickers. */
  caption?: string;
  /** Documents only: the name people see; its ending decides the icon. */
  filename?: string;
};

/** Degrees; north and east are positive. */
export interface Place {
  latitude: number;
  longitude: number;
  name?: string;
  address?: string;
}

export interface LocationContent extends Place {
  type: 'location';
}

/** A question with a button that shares the person's place. */
export interface LocationRequestContent {
  type: 'locationRequest';
  body: string;
}

export interface ContactsContent {
  type: 'contacts';
  contacts: ContactCard[];
}

export interface ContactCard {
  name: string;
  /** With `waId` (digits) the phone offers to write to that person, without it to invite them. */
  phones: { phone: string; waId?: string }[];
  emails: string[];
  organisation?: string;
}

/** One button that opens an address. */
export interface CtaContent extends FrameContent {
  type: 'cta';
  label: string;
  url: string;
}

/** A WhatsApp Flow: a form of the business's own, made at Meta. */
export interface FlowContent extends FrameContent {
  type: 'flow';
  /** Label of the button that opens it. */
  label: string;
  flowId: string;
  /** Comes back with the submitted form. */
  flowToken: string;
  /** A draft opens only for people who test it. */
  mode: 'draft' | 'published';
  /** `navigate` opens `screen` with `data`; `data_exchange` asks the Flow's own endpoint. */
  action: 'navigate' | 'data_exchange';
  screen?: string;
  data?: Record<string, unknown>;
}

/** One product of a catalogue at Meta. WhatsApp shows its picture, name and price, and lets people order it. */
export interface ProductContent {
  type: 'product';
  body?: string;
  footer?: string;
  catalogId: string;
  /** The product's id in the catalogue, as the business named it (Commerce Manager: content id). */
  retailerId: string;
}

export interface ProductListContent {
  type: 'productList';
  header: string;
  body: string;
  footer?: string;
  catalogId: string;
  /** At most 10, with 30 products in all; titles are there when there is more than one. */
  sections: { title?: string; retailerIds: string[] }[];
}

/** A button that opens the whole catalogue that is connected to the WhatsApp account: Meta takes no id of it. */
export interface CatalogContent {
  type: 'catalog';
  body: string;
  footer?: string;
  /** The product whose picture stands above; the catalogue's first one when left out. */
  thumbnailRetailerId?: string;
}

/** Cards side by side, 2 to 10. All have the same kind of picture, and either a link or the same number of replies. */
export interface CarouselContent {
  type: 'carousel';
  body: string;
  cards: CarouselCard[];
}

export type CarouselCard = {
  header: { kind: 'image' | 'video'; link: string };
  body?: string;
} & (
  | { link: { label: string; url: string }; buttons?: undefined }
  /** Ids are unique in the message; titles may repeat from card to card. */
  | { buttons: ReplyOption[]; link?: undefined }
);

export interface ReplyOption {
  id: string;
  title: string;
}

export interface ReplyRow extends ReplyOption {
  description?: string;
}

/** The purpose decides which consent a message needs (`core/messaging/policy.ts`). */
export type SendPurpose = 'service' | 'utility' | 'marketing' | 'authentication';

/** Messages for which Meta fetches files before it shows them, so that what is sent right behind may overtake them. */
export const FILE_MESSAGES: readonly OutboundContent['type'][] = ['media', 'carousel'];

/** The words a person reads, for the inbox list, search and notifications; in [brackets] what isn't words. */
export function plainText(content: OutboundContent): string {
  switch (content.type) {
    case 'text':
      return content.text;
    case 'buttons':
    case 'list':
    case 'cta':
    case 'flow':
    case 'locationRequest':
    case 'productList':
    case 'catalog':
    case 'carousel':
      return content.body;
    case 'product':
      return content.body ?? `[product ${content.retailerId}]`;
    case 'template':
      return content.preview ?? `[template ${content.name}]`;
    case 'media':
      return content.caption ?? content.filename ?? `[${content.kind}]`;
    case 'location':
      return placeText(content);
    case 'contacts':
      return content.contacts.map((card) => card.name).join(', ');
  }
}

function placeText({ name, address, latitude, longitude }: Place): string {
  const words = [name, address].filter((part) => part !== undefined && part !== '');
  return words.length > 0 ? words.join(', ') : `${latitude}, ${longitude}`;
}
