import { isObject, typeName } from '../graph/check.ts';
import { buttonsOf, componentOf, hydrate } from '../graph/template-definition.ts';
import { parameterText, parametersList } from '../graph/validate-template.ts';
import type { Catalog, Json, Message, Template } from '../model.ts';
import type { Bubble, ViewButton, ViewMedia } from './bubble.ts';
import { shelfOf } from './catalog.ts';
import { formOf } from './forms.ts';

/** One message as the phone page and GET /_sim/thread show it. */
export function messageView(message: Message): Json {
  const { conversation } = message;
  return {
    with: conversation.person.id,
    name: conversation.person.name,
    metaPhoneNumberId: conversation.number.id,
    wamid: message.wamid,
    direction: message.direction,
    type: message.type,
    at: new Date(message.at).toISOString(),
    status: message.status,
    bubble: bubbleOf(message),
    ...(message.direction === 'outbound' && message.errorCode !== undefined
      ? { errorCode: message.errorCode }
      : {}),
  };
}

export function bubbleOf(message: Message): Bubble {
  const body = message.direction === 'outbound' ? (JSON.parse(message.raw) as Json) : message.message;
  const bubble = contentOf(
    message.type,
    body,
    message.direction === 'outbound' ? message.template : undefined,
    message.conversation.number.waba.catalog,
  );
  const form = formOf(message);
  if (form) bubble.form = { screen: form.screen, data: form.data };
  if (isObject(body.context)) bubble.replyTo = text(body.context.message_id ?? body.context.id);
  return bubble;
}

function contentOf(type: string, body: Json, template: Template | undefined, catalog: Catalog): Bubble {
  const content = isObject(body[type]) ? body[type] : {};
  switch (type) {
    case 'text':
      return { text: text(content.body) };
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
    case 'sticker':
      return { media: mediaOf(type, content), text: text(content.caption) };
    case 'location':
      return { location: locationOf(content) };
    case 'contacts':
      return { cards: parametersList(body.contacts).map(cardOf) };
    case 'reaction':
      return { reaction: { wamid: String(content.message_id), emoji: text(content.emoji) ?? '' } };
    case 'button':
      return { text: text(content.text) };
    case 'template':
      return template ? templateBubble(template, parametersList(content.components)) : {};
    case 'interactive':
      return interactiveBubble(content, catalog);
    case 'order':
      return orderBubble(content, catalog);
    default:
      return { text: `(${type})` };
  }
}

function interactiveBubble(content: Json, catalog: Catalog): Bubble {
  // What a person sent: the title of what was pressed.
  for (const key of ['button_reply', 'list_reply']) {
    const reply = content[key];
    if (isObject(reply)) return { text: text(reply.title) };
  }
  if (isObject(content.nfm_reply)) return { text: answersText(content.nfm_reply) };
  const action = isObject(content.action) ? content.action : {};
  const header = isObject(content.header) ? content.header : {};
  const headerType = typeName(header.type);
  return {
    header: headerType === 'text' ? text(header.text) : undefined,
    media:
      headerType !== 'text' && isObject(header[headerType])
        ? mediaOf(headerType, header[headerType])
        : undefined,
    text: isObject(content.body) ? text(content.body.text) : undefined,
    footer: isObject(content.footer) ? text(content.footer.text) : undefined,
    buttons: interactiveButtons(typeName(content.type), action),
    list: typeName(content.type) === 'list' ? listOf(action) : undefined,
    shelf: shelfOf(content, catalog),
    slides: typeName(content.type) === 'carousel' ? slidesOf(action) : undefined,
  };
}

function orderBubble(content: Json, { products }: Catalog): Bubble {
  const items = parametersList(content.product_items);
  const lines = items.map(({ product_retailer_id: id, quantity }) => {
    const name = products.find((product) => product.id === id)?.name ?? String(id);
    return `${String(quantity)} × ${name}`;
  });
  const sum = items.reduce((total, one) => total + Number(one.item_price) * Number(one.quantity), 0);
  const total = Number.isFinite(sum) ? `${sum.toFixed(2)} ${text(items[0]?.currency) ?? ''}` : undefined;
  return { text: text(content.text), order: { lines, total } };
}

function interactiveButtons(kind: string, action: Json): ViewButton[] | undefined {
  const parameters = isObject(action.parameters) ? action.parameters : {};
  switch (kind) {
    case 'button':
      return parametersList(action.buttons).map((button) => {
        const reply = isObject(button.reply) ? button.reply : {};
        return { kind: 'reply', id: String(reply.id), title: String(reply.title) };
      });
    case 'cta_url':
      return [{ kind: 'link', title: String(parameters.display_text), url: String(parameters.url) }];
    case 'location_request_message':
      return [{ kind: 'location', title: 'Share location' }];
    case 'flow':
      return [{ kind: 'form', title: text(parameters.flow_cta) ?? 'Open form' }];
    case 'carousel':
    case 'list':
    case 'product':
    case 'product_list':
    case 'catalog_message':
      return undefined;
    default:
      return [{ kind: 'other', title: text(parameters.display_text) ?? kind.replaceAll('_', ' ') }];
  }
}

function slidesOf(action: Json): Bubble['slides'] {
  const slides = parametersList(action.cards).flatMap((card) => {
    const header = isObject(card.header) ? card.header : {};
    const type = typeName(header.type);
    const media = header[type];
    const words = isObject(card.body) ? text(card.body.text) : undefined;
    return isObject(media)
      ? [{ media: mediaOf(type, media), text: words, buttons: carouselButtons(card) }]
      : [];
  });
  return slides.length > 0 ? slides : undefined;
}

function carouselButtons(card: Json): ViewButton[] {
  const action = isObject(card.action) ? card.action : {};
  if (action.buttons === undefined) return interactiveButtons('cta_url', action) ?? [];
  return parametersList(action.buttons).map((button) => {
    const reply = isObject(button.quick_reply) ? button.quick_reply : {};
    return { kind: 'reply', id: String(reply.id), title: String(reply.title) };
  });
}

function listOf(action: Json): NonNullable<Bubble['list']> {
  return {
    button: String(action.button),
    sections: parametersList(action.sections).map((section) => ({
      title: text(section.title) ?? '',
      rows: parametersList(section.rows).map((row) => ({
        id: String(row.id),
        title: String(row.title),
        description: text(row.description),
      })),
    })),
  };
}

const MEDIA_FORMATS = ['image', 'video', 'document'];

function templateBubble(template: Template, sent: readonly Json[]): Bubble {
  const valuesOf = (type: string) => {
    const values: Record<string, string> = {};
    parametersList(sent.find((part) => typeName(part.type) === type)?.parameters).forEach(
      (parameter, index) => {
        values[typeof parameter.parameter_name === 'string' ? parameter.parameter_name : String(index + 1)] =
          parameterText(parameter);
      },
    );
    return values;
  };
  const header = componentOf(template.components, 'HEADER');
  const format = typeName(header?.format);
  const headerParameter = parametersList(
    sent.find((part) => typeName(part.type) === 'header')?.parameters,
  )[0]?.[format];
  return {
    header: format === 'text' ? hydrate(String(header?.text), valuesOf('header')) : undefined,
    media:
      MEDIA_FORMATS.includes(format) && isObject(headerParameter)
        ? mediaOf(format, headerParameter)
        : undefined,
    location: format === 'location' && isObject(headerParameter) ? locationOf(headerParameter) : undefined,
    text: hydrate(text(componentOf(template.components, 'BODY')?.text) ?? '', valuesOf('body')),
    footer: text(componentOf(template.components, 'FOOTER')?.text),
    buttons: buttonsOf(template.components).map((button, index) => templateButton(button, index, sent)),
  };
}

function templateButton(button: Json, index: number, sent: readonly Json[]): ViewButton {
  const title = text(button.text) ?? 'Copy code';
  if (button.type === 'FLOW') return { kind: 'form', title };
  if (button.type === 'QUICK_REPLY') return { kind: 'quickReply', index, title };
  if (button.type !== 'URL' || button.otp_type !== undefined) return { kind: 'other', title };
  const part = sent.find((one) => typeName(one.type) === 'button' && Number(one.index ?? 0) === index);
  const suffix = text(parametersList(part?.parameters)[0]?.text) ?? '';
  return { kind: 'link', title, url: hydrate(String(button.url), { 1: suffix }) };
}

function mediaOf(kind: string, media: Json): ViewMedia {
  return {
    kind,
    id: text(media.id),
    link: media.id === undefined ? text(media.link) : undefined,
    filename: text(media.filename),
  };
}

function locationOf(content: Json): NonNullable<Bubble['location']> {
  return {
    latitude: String(content.latitude),
    longitude: String(content.longitude),
    name: text(content.name),
    address: text(content.address),
  };
}

function cardOf(card: Json): NonNullable<Bubble['cards']>[number] {
  const textsOf = (list: unknown, key: string) => parametersList(list).flatMap((one) => text(one[key]) ?? []);
  return {
    name: isObject(card.name) ? (text(card.name.formatted_name) ?? '') : '',
    phones: textsOf(card.phones, 'phone'),
    emails: textsOf(card.emails, 'email'),
    organisation: isObject(card.org) ? text(card.org.company) : undefined,
  };
}

/** A submitted form as its sender sees it: one answer a line. */
function answersText(reply: Json): string {
  try {
    const { flow_token: _token, ...answers } = JSON.parse(String(reply.response_json)) as Json;
    const lines = Object.entries(answers).map(
      ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
    if (lines.length > 0) return lines.join('\n');
  } catch {
    // Shown by its title then.
  }
  return text(reply.body) ?? 'Form sent';
}

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
