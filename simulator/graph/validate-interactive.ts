import type { Catalog, Json } from '../model.ts';
import { exceeds, isHttpUrl, isObject, optionalText, requiredText, typeName } from './check.ts';
import { GraphError, invalidParameter, invalidValue } from './errors.ts';
import type { MediaKind } from './media-types.ts';
import { checkCatalogMessage, checkProduct, checkProductList } from './validate-catalog.ts';

/** Checks a media object that stands inside an interactive message. */
export type CheckMedia = (kind: MediaKind, media: Json, path: string) => void;

interface Shape {
  headers: readonly string[];
  headerRequired?: boolean;
  /** Longest body; 0 means that the body may be left out. */
  maxBody: number;
  bodyOptional?: boolean;
  noFooter?: boolean;
  action: (action: Json, context: SendContext) => void;
}

/** What a send may name: files, and products of the account's catalogue. */
export interface SendContext {
  check: CheckMedia;
  catalog: Catalog;
}

/** The address of a URL button in a template has this length (reference section 5.3). */
const MAX_URL = 2000;
const MAX_SCREEN = 1024;

const MEDIA_HEADERS = ['text', 'image', 'video', 'document'];

/** One line a kind (reference section 2.4): which header, how long a body, and what the action must hold. */
const SHAPES: Record<string, Shape> = {
  button: { headers: MEDIA_HEADERS, maxBody: 1024, action: buttons },
  list: { headers: ['text'], maxBody: 4096, action: list },
  cta_url: { headers: MEDIA_HEADERS, maxBody: 1024, action: ctaUrl },
  flow: { headers: MEDIA_HEADERS, maxBody: 1024, action: flow },
  location_request_message: { headers: [], maxBody: 1024, action: named('send_location') },
  request_contact_info: { headers: [], maxBody: 1024, action: named('request_contact_info') },
  product: { headers: [], maxBody: 1024, bodyOptional: true, action: withCatalog(checkProduct) },
  product_list: {
    headers: ['text'],
    headerRequired: true,
    maxBody: 1024,
    action: withCatalog(checkProductList),
  },
  catalog_message: { headers: [], maxBody: 1024, action: withCatalog(checkCatalogMessage) },
  address_message: { headers: MEDIA_HEADERS, maxBody: 1024, action: named('address_message') },
  carousel: { headers: [], maxBody: 1024, noFooter: true, action: carousel },
  voice_call: { headers: MEDIA_HEADERS, maxBody: 1024, action: voiceCall },
  call_permission_request: {
    headers: [],
    maxBody: 1024,
    bodyOptional: true,
    action: named('call_permission_request'),
  },
  order_details: { headers: MEDIA_HEADERS, maxBody: 1024, action: named('review_and_pay') },
  order_status: { headers: [], maxBody: 1024, action: named('review_order') },
};

/** Checks the `interactive` object of a send. Throws the GraphError that Meta would answer. */
export function validateInteractive(interactive: Json, context: SendContext): void {
  const kind = typeName(interactive.type);
  const shape = SHAPES[kind];
  if (!shape) {
    const known = Object.keys(SHAPES).join(', ').toUpperCase();
    throw invalidParameter(
      `Param interactive['type'] must be one of {${known}} - got "${String(interactive.type)}".`,
    );
  }
  validateHeader(interactive.header, shape, context.check);
  if (interactive.body !== undefined || shape.bodyOptional !== true) {
    if (!isObject(interactive.body))
      throw new GraphError(131008, "Parameter interactive['body'] is required.");
    requiredText(interactive.body, 'text', "interactive['body']", shape.maxBody);
  }
  if (interactive.footer !== undefined) {
    if (shape.noFooter === true) throw invalidParameter('Unexpected key "footer" on param "interactive".');
    if (!isObject(interactive.footer))
      throw invalidParameter("Param interactive['footer'] must be an object.");
    requiredText(interactive.footer, 'text', "interactive['footer']", 60);
  }
  if (!isObject(interactive.action))
    throw new GraphError(131008, "Parameter interactive['action'] is required.");
  shape.action(interactive.action, context);
}

function validateHeader(header: unknown, shape: Shape, check: CheckMedia): void {
  const path = "interactive['header']";
  if (header === undefined || header === null) {
    if (shape.headerRequired === true) throw new GraphError(131008, `Parameter ${path} is required.`);
    return;
  }
  if (!isObject(header)) throw invalidParameter(`Param ${path} must be an object.`);
  const type = typeName(header.type);
  if (!shape.headers.includes(type)) {
    throw invalidValue(
      `Header of type "${String(header.type)}" is not allowed for this interactive message.`,
    );
  }
  if (type === 'text') return void requiredText(header, 'text', path, 60);
  const media = header[type];
  if (!isObject(media)) throw new GraphError(131008, `Parameter ${path}['${type}'] is required.`);
  check(type as MediaKind, media, `${path}['${type}']`);
}

function buttons(action: Json): void {
  const items = action.buttons;
  if (!Array.isArray(items) || items.length < 1 || items.length > 3) {
    throw invalidValue('Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3');
  }
  const ids = new Set<string>();
  const titles = new Set<string>();
  for (const item of items as unknown[]) {
    const reply = isObject(item) && typeName(item.type) === 'reply' ? item.reply : undefined;
    if (!isObject(reply)) throw invalidValue('Each button must be of type reply and have a reply object.');
    if (typeof reply.title !== 'string' || reply.title === '' || exceeds(reply.title, 20)) {
      throw invalidValue('Button title length invalid. Min length: 1, Max length: 20');
    }
    if (typeof reply.id !== 'string' || reply.id === '' || exceeds(reply.id, 256)) {
      throw invalidValue('Button id length invalid. Min length: 1, Max length: 256');
    }
    if (ids.has(reply.id)) throw invalidValue('Button ids must be unique.');
    if (titles.has(reply.title)) throw invalidValue('Button titles must be unique.');
    ids.add(reply.id);
    titles.add(reply.title);
  }
}

function list(action: Json): void {
  requiredText(action, 'button', "interactive['action']", 20);
  const { sections } = action;
  if (!Array.isArray(sections) || sections.length < 1 || sections.length > 10) {
    throw invalidValue('Invalid sections count. Min allowed sections: 1, Max allowed sections: 10');
  }
  let rowCount = 0;
  const ids = new Set<string>();
  for (const section of sections as unknown[]) {
    if (!isObject(section))
      throw invalidParameter("Param interactive['action']['sections'] must hold objects.");
    if (sections.length > 1 && (typeof section.title !== 'string' || section.title === '')) {
      throw invalidValue('Section title is required when there is more than one section.');
    }
    optionalText(section, 'title', "interactive['action']['sections']", 24);
    if (!Array.isArray(section.rows) || section.rows.length === 0)
      throw invalidValue('Each section needs at least one row.');
    rowCount += section.rows.length;
    for (const row of section.rows as unknown[]) {
      if (!isObject(row)) throw invalidParameter('Rows must be objects.');
      if (typeof row.title !== 'string' || row.title === '') throw invalidValue('Row title is required.');
      if (exceeds(row.title, 24)) throw invalidValue('Row title is too long. Max length is 24');
      if (typeof row.description === 'string' && exceeds(row.description, 72)) {
        throw invalidValue('Row description is too long. Max length is 72');
      }
      if (typeof row.id !== 'string' || row.id === '' || exceeds(row.id, 200)) {
        throw invalidValue('Row id length invalid. Min length: 1, Max length: 200');
      }
      if (ids.has(row.id)) throw invalidValue(`Duplicated row id found: ${row.id}`);
      ids.add(row.id);
    }
  }
  if (rowCount > 10) throw invalidValue('Total row count exceed max allowed count: 10');
}

function ctaUrl(action: Json): void {
  named('cta_url')(action);
  const parameters = parametersOf(action);
  requiredText(parameters, 'display_text', 'parameters', 20);
  if (!isHttpUrl(parameters.url)) throw invalidValue("parameters['url'] is not a valid URL.");
  if (exceeds(parameters.url, MAX_URL))
    throw invalidValue(`parameters['url'] is too long. Max length is ${MAX_URL}`);
}

function flow(action: Json): void {
  named('flow')(action);
  const parameters = parametersOf(action);
  if ((parameters.flow_id === undefined) === (parameters.flow_name === undefined)) {
    throw invalidValue('Exactly one of flow_id and flow_name is required.');
  }
  requiredText(parameters, 'flow_cta', 'parameters', 30);
  if (String(parameters.flow_message_version) !== '3')
    throw invalidValue('flow_message_version must be "3".');
  const { mode, flow_action: flowAction, flow_action_payload: payload } = parameters;
  if (mode !== undefined && mode !== 'draft' && mode !== 'published')
    throw invalidValue('mode must be draft or published.');
  if (flowAction !== undefined && flowAction !== 'navigate' && flowAction !== 'data_exchange') {
    throw invalidValue('flow_action must be navigate or data_exchange.');
  }
  if (payload === undefined || payload === null) return;
  if (!isObject(payload))
    throw invalidParameter("Param parameters['flow_action_payload'] must be an object.");
  if (flowAction !== 'data_exchange') requiredText(payload, 'screen', 'flow_action_payload', MAX_SCREEN);
  if (payload.data === undefined) return;
  if (!isObject(payload.data)) throw invalidParameter("Param flow_action_payload['data'] must be an object.");
  if (Object.keys(payload.data).length === 0) {
    throw invalidValue("flow_action_payload['data'] must not be an empty object.");
  }
}

/** A card of pictures says `cta_url` whatever its buttons are; only cards of products say something else. */
function carousel(action: Json, { check, catalog }: SendContext): void {
  const { cards } = action;
  if (!Array.isArray(cards) || cards.length < 2 || cards.length > 10) {
    throw invalidValue('Invalid cards count. Min allowed cards: 2, Max allowed cards: 10');
  }
  const kinds = new Set<string>();
  const places = new Set<unknown>();
  const ids: string[] = [];
  cards.forEach((card: unknown, at) => {
    const path = `cards[${at}]`;
    if (!isObject(card) || !isObject(card.action)) throw invalidValue(`${path} needs an action.`);
    if (typeof card.card_index !== 'number' || card.card_index < 0 || card.card_index > 9)
      throw invalidValue(`${path}['card_index'] must be between 0 and 9.`);
    places.add(card.card_index);
    if (typeName(card.type) === 'product') {
      kinds.add('product');
      return checkProduct(card.action, catalog);
    }
    const replies = pictureCard(card, card.action, check, path);
    ids.push(...replies);
    kinds.add(`${typeName((card.header as Json).type)} ${replies.length}`);
  });
  if (kinds.size > 1)
    throw invalidValue('All cards must have the same header type and the same buttons, type and number.');
  if (places.size < cards.length) throw invalidValue('Each card_index must be unique.');
  if (new Set(ids).size < ids.length) throw invalidValue('Button ids must be unique.');
}

/** @returns the ids of its quick replies; none when it has a link */
function pictureCard(card: Json, action: Json, check: CheckMedia, path: string): string[] {
  const header = isObject(card.header) ? card.header : {};
  const type = typeName(header.type);
  const media = header[type];
  if (!['image', 'video'].includes(type) || !isObject(media))
    throw invalidValue(`${path} needs an image or video header.`);
  check(type as MediaKind, media, `${path}['header']`);
  if (card.body !== undefined) {
    if (!isObject(card.body)) throw invalidParameter(`Param ${path}['body'] must be an object.`);
    const words = requiredText(card.body, 'text', `${path}['body']`, 160);
    if (words.split('\n').length > 3) throw invalidValue(`${path}['body'] has more than 2 line breaks.`);
  }
  const { buttons } = action;
  if (buttons === undefined) {
    ctaUrl(action);
    return [];
  }
  if (!Array.isArray(buttons) || buttons.length === 0) throw invalidValue(`${path} needs a button.`);
  return buttons.map((item: unknown) => {
    const reply = isObject(item) ? item.quick_reply : undefined;
    if (!isObject(reply)) throw invalidValue(`${path}: buttons must be of type quick_reply.`);
    requiredText(reply, 'title', `${path} button`, 20);
    return requiredText(reply, 'id', `${path} button`, 20);
  });
}

function voiceCall(action: Json): void {
  named('voice_call')(action);
  if (!isObject(action.parameters)) return;
  optionalText(action.parameters, 'display_text', 'parameters', 20);
  const minutes = action.parameters.ttl_minutes;
  if (minutes !== undefined && !(Number(minutes) >= 1 && Number(minutes) <= 43_200)) {
    throw invalidValue('ttl_minutes must be between 1 and 43200.');
  }
}

function withCatalog(check: (action: Json, catalog: Catalog) => void): Shape['action'] {
  return (action, { catalog }) => check(action, catalog);
}

function named(name: string): (action: Json) => void {
  return (action) => {
    if (action.name !== name) throw invalidValue(`interactive['action']['name'] must be "${name}".`);
  };
}

function parametersOf(action: Json): Json {
  if (!isObject(action.parameters))
    throw new GraphError(131008, "Parameter action['parameters'] is required.");
  return action.parameters;
}
