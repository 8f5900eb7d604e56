/**
 * From what we want to send to the body of `POST /{phone-number-id}/messages`. Pure; who composes a message keeps to the limits in
 * `limits.ts`.
 */
import type {
  CarouselCard,
  ContactCard,
  FlowContent,
  ListContent,
  MediaContent,
  OutboundContent,
  ProductListContent,
} from '../messaging/content.ts';
import { phoneDigits } from '../messaging/identity.ts';
import { toFile, toPlace } from './outbound-parts.ts';
import { toTemplate, type ParameterNames } from './outbound-template.ts';

export { parseSendResponse, type SendResponse } from './send-response.ts';

/** Who it goes to. With both given, Meta takes the phone. */
export interface GraphRecipient {
  /** `+` and digits, or the `wa_id` that Meta gave. */
  phone?: string;
  bsuid?: string;
}

export interface GraphMessageOptions {
  /** Our message id; Meta repeats it in every status. At most 512 characters. */
  callbackData: string;
  /** Quoted message. Not shown for templates. */
  replyTo?: string | null;
  /** Of a template whose parameters have names, in the order of the values. */
  parameterNames?: ParameterNames | null;
}

export type GraphMessageBody = Record<string, unknown> & { messaging_product: 'whatsapp'; type: string };

/** Nobody to send to: the contact has neither a phone number nor a business-scoped user id. */
export class RecipientMissingError extends Error {
  readonly code = 'recipient_missing';
  constructor() {
    super('This contact has no phone number and no WhatsApp user id. Add a phone number first.');
    this.name = 'RecipientMissingError';
  }
}

/** @throws RecipientMissingError */
export function toGraphMessage(
  content: OutboundContent,
  recipient: GraphRecipient,
  options: GraphMessageOptions,
): GraphMessageBody {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...toAddress(recipient),
    ...(options.replyTo && { context: { message_id: options.replyTo } }),
    ...toBody(content, options.parameterNames ?? null),
    biz_opaque_callback_data: options.callbackData,
  };
}

/**
 * A phone always gets its `+`: without it Meta may put the business's own country code in front and write to a stranger.
 * A BSUID goes into `recipient`; in `to` it would be accepted and never delivered.
 */
function toAddress({ phone, bsuid }: GraphRecipient): { to: string } | { recipient: string } {
  const digits = phone === undefined ? null : phoneDigits(phone);
  if (digits !== null) return { to: `+${digits}` };
  if (bsuid) return { recipient: bsuid };
  throw new RecipientMissingError();
}

function toBody(
  content: OutboundContent,
  names: ParameterNames | null,
): { type: string } & Record<string, unknown> {
  switch (content.type) {
    case 'text':
      return { type: 'text', text: { body: content.text, preview_url: content.previewUrl ?? false } };
    case 'buttons': {
      const buttons = content.buttons.map(({ id, title }) => ({ type: 'reply', reply: { id, title } }));
      return interactive('button', content, { buttons });
    }
    case 'list':
      return interactive('list', content, listAction(content));
    case 'cta': {
      const parameters = { display_text: content.label, url: content.url };
      return interactive('cta_url', content, { name: 'cta_url', parameters });
    }
    case 'flow':
      return interactive('flow', content, { name: 'flow', parameters: flowParameters(content) });
    case 'product': {
      const { catalogId, retailerId } = content;
      return interactive('product', content, { catalog_id: catalogId, product_retailer_id: retailerId });
    }
    case 'productList':
      return interactive('product_list', content, productsAction(content));
    case 'catalog': {
      const { thumbnailRetailerId } = content;
      const parameters = thumbnailRetailerId && { thumbnail_product_retailer_id: thumbnailRetailerId };
      return interactive('catalog_message', content, {
        name: 'catalog_message',
        ...(parameters && { parameters }),
      });
    }
    case 'carousel':
      return interactive('carousel', content, { cards: content.cards.map(toCarouselCard) });
    case 'media':
      return { type: content.kind, [content.kind]: toFile(content, captionOf(content)) };
    case 'location':
      return { type: 'location', location: toPlace(content) };
    case 'locationRequest':
      return interactive('location_request_message', content, { name: 'send_location' });
    case 'contacts':
      return { type: 'contacts', contacts: content.contacts.map(toCard) };
    case 'template':
      return { type: 'template', template: toTemplate(content, names) };
  }
}

interface Words {
  header?: string;
  body?: string;
  footer?: string;
}

function interactive(type: string, words: Words, action: Record<string, unknown>) {
  return { type: 'interactive', interactive: { type, ...frame(words), action } };
}

function frame({ header, body, footer }: Words) {
  return {
    ...(header && { header: { type: 'text', text: header } }),
    ...(body && { body: { text: body } }),
    ...(footer && { footer: { text: footer } }),
  };
}

function listAction({ button, sections }: ListContent) {
  return {
    button,
    sections: sections.map(({ title, rows }) => ({
      ...(title && { title }),
      rows: rows.map((row) => ({
        id: row.id,
        title: row.title,
        ...(row.description && { description: row.description }),
      })),
    })),
  };
}

function productsAction({ catalogId, sections }: ProductListContent) {
  return {
    catalog_id: catalogId,
    sections: sections.map(({ title, retailerIds }) => ({
      ...(title && { title }),
      product_items: retailerIds.map((id) => ({ product_retailer_id: id })),
    })),
  };
}

/** Meta calls every card of pictures `cta_url`, those with replies too. */
function toCarouselCard({ header, body, link, buttons }: CarouselCard, index: number) {
  return {
    card_index: index,
    type: 'cta_url',
    header: { type: header.kind, [header.kind]: { link: header.link } },
    ...(body && { body: { text: body } }),
    action: link
      ? { name: 'cta_url', parameters: { display_text: link.label, url: link.url } }
      : {
          buttons: buttons.map(({ id, title }) => ({ type: 'quick_reply', quick_reply: { id, title } })),
        },
  };
}

/** Meta refuses an empty `data`, and a payload beside `data_exchange`. */
function flowParameters(content: FlowContent) {
  const { screen, data = {} } = content;
  const hasData = Object.keys(data).length > 0;
  return {
    flow_message_version: '3',
    flow_token: content.flowToken,
    flow_id: content.flowId,
    flow_cta: content.label,
    mode: content.mode,
    flow_action: content.action,
    ...(content.action === 'navigate' &&
      screen && { flow_action_payload: { screen, ...(hasData && { data }) } }),
  };
}

/** Captions of sounds and stickers would be refused, and a name of anything but a document means nothing. */
function captionOf({ kind, caption, filename }: MediaContent): { caption?: string; filename?: string } {
  const isCaptioned = kind === 'image' || kind === 'video' || kind === 'document';
  return {
    ...(isCaptioned && caption && { caption }),
    ...(kind === 'document' && filename && { filename }),
  };
}

/** Meta wants a part of the name besides the whole of it. */
function toCard({ name, phones, emails, organisation }: ContactCard) {
  const [first = name, ...rest] = name.trim().split(/\s+/);
  return {
    name: {
      formatted_name: name,
      first_name: first,
      ...(rest.length > 0 && { last_name: rest.join(' ') }),
    },
    ...(phones.length > 0 && {
      phones: phones.map(({ phone, waId }) => ({ phone, ...(waId && { wa_id: waId }) })),
    }),
    ...(emails.length > 0 && { emails: emails.map((email) => ({ email })) }),
    ...(organisation && { org: { company: organisation } }),
  };
}
