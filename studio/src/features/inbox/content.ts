/**
 * Reads `content` of stored messages. It comes from many versions of two writers (us and Meta), so nothing about its
 * shape is taken on trust: what can't be read is shown by its plain text.
 */
import type { MediaKind } from '../../../../core/messaging/content.ts';
import { carouselView, orderView, productsView } from './content-commerce.ts';
import type { CarouselView, OrderView, ProductsView } from './content-commerce.ts';
import { list, object, string } from './json.ts';

export interface OptionView {
  id: string;
  title: string;
  description: string | null;
}

export type ContentView =
  | { kind: 'text' }
  | { kind: 'buttons'; header: string | null; body: string; footer: string | null; options: OptionView[] }
  | {
      kind: 'list';
      header: string | null;
      body: string;
      footer: string | null;
      button: string;
      sections: { title: string | null; rows: OptionView[] }[];
    }
  | {
      kind: 'link';
      header: string | null;
      body: string;
      footer: string | null;
      label: string;
      url: string | null;
    }
  | { kind: 'form'; header: string | null; body: string; footer: string | null; label: string }
  | {
      kind: 'template';
      name: string;
      body: string | null;
      file: FileView | null;
      place: PlaceView | null;
    }
  | { kind: 'press'; title: string; description: string | null }
  | { kind: 'reaction'; emoji: string | null }
  | { kind: 'media'; file: FileView; caption: string | null }
  | { kind: 'location'; place: PlaceView }
  | { kind: 'locationRequest'; header: null; body: string; footer: null }
  | { kind: 'contacts'; cards: { name: string; lines: string[] }[] }
  | { kind: 'answers'; answers: { name: string; value: string }[] }
  | ProductsView
  | CarouselView
  | OrderView
  /** A retention rule took it away. */
  | { kind: 'removed' }
  | { kind: 'other' };

export interface FileView {
  media: MediaKind;
  isVoiceNote: boolean;
  name: string | null;
  /** Where it can be opened; null for a file at WhatsApp. */
  url: string | null;
  /** One that is kept to be sent. */
  fileId?: string;
}

export interface PlaceView {
  name: string | null;
  address: string | null;
  latitude: number;
  longitude: number;
}

const MEDIA_KINDS = ['image', 'video', 'audio', 'document', 'sticker'] as const;

interface Stored {
  direction: 'inbound' | 'outbound';
  type: string;
  text: string | null;
  content: Readonly<Record<string, unknown>>;
}

export function contentView({ direction, type, text, content }: Stored): ContentView {
  if (content.removed === true) return { kind: 'removed' };
  if (direction === 'outbound') {
    const ours = ownContent(type, content);
    if (ours) return ours;
  }
  const part = object(content[type]) ?? content;
  const file = fileOf(type, part);
  if (file) return { kind: 'media', file, caption: string(part.caption) };
  switch (type) {
    case 'text':
      return { kind: 'text' };
    case 'button':
    case 'interactive':
    case 'press': {
      const answers = answersOf(object(object(content.derived)?.flow)?.fields);
      if (answers.length > 0) return { kind: 'answers', answers };
      const reply = object(part.button_reply) ?? object(part.list_reply) ?? object(part.press) ?? part;
      const title = string(reply.title) ?? string(reply.text) ?? text;
      return title ? { kind: 'press', title, description: string(reply.description) } : { kind: 'other' };
    }
    case 'order':
      return orderView(object(object(content.derived)?.order)) ?? { kind: 'other' };
    case 'reaction':
      return { kind: 'reaction', emoji: string(part.emoji) || null };
    case 'location': {
      const place = placeOf(part);
      return place ? { kind: 'location', place } : { kind: 'other' };
    }
    case 'contacts':
      return { kind: 'contacts', cards: list(content.contacts).map(metaCard) };
    default:
      return { kind: 'other' };
  }
}

/** The shapes of `core/messaging/content.ts`. */
function ownContent(type: string, content: Readonly<Record<string, unknown>>): ContentView | null {
  const header = string(content.header);
  const body = string(content.body);
  const footer = string(content.footer);
  switch (string(content.type) ?? type) {
    case 'text':
      return { kind: 'text' };
    case 'buttons':
      return body === null
        ? null
        : { kind: 'buttons', header, body, footer, options: options(content.buttons) };
    case 'list':
      if (body === null) return null;
      return {
        kind: 'list',
        header,
        body,
        footer,
        button: string(content.button) ?? 'Choose',
        sections: list(content.sections).map((section) => ({
          title: string(object(section)?.title),
          rows: options(object(section)?.rows),
        })),
      };
    case 'cta':
      if (body === null) return null;
      return {
        kind: 'link',
        header,
        body,
        footer,
        label: string(content.label) ?? 'Open',
        url: string(content.url),
      };
    case 'flow':
      return body === null
        ? null
        : { kind: 'form', header, body, footer, label: string(content.label) ?? 'Open form' };
    case 'product':
    case 'productList':
    case 'catalog':
      return productsView(content);
    case 'carousel':
      return carouselView(content);
    case 'media': {
      const file = fileOf(string(content.kind) ?? '', content);
      return file && { kind: 'media', file, caption: string(content.caption) };
    }
    case 'location': {
      const place = placeOf(content);
      return place && { kind: 'location', place };
    }
    case 'locationRequest':
      return body === null ? null : { kind: 'locationRequest', header: null, body, footer: null };
    case 'contacts':
      return { kind: 'contacts', cards: list(content.contacts).map(ownCard) };
    case 'template': {
      const media = object(content.headerMedia);
      const location = object(content.headerLocation);
      return {
        kind: 'template',
        name: string(content.name) ?? 'template',
        body: string(content.preview),
        file: media && fileOf(string(media.kind) ?? '', media),
        place: location && placeOf(location),
      };
    }
    default:
      return null;
  }
}

function fileOf(type: string, part: Fields): FileView | null {
  const media = type === 'voice' ? 'audio' : MEDIA_KINDS.find((kind) => kind === type);
  if (!media) return null;
  const fileId = string(part.fileId);
  return {
    media,
    isVoiceNote: type === 'voice' || part.voice === true,
    name: string(part.filename) ?? string(part.fileName),
    url: string(part.link),
    ...(fileId !== null && { fileId }),
  };
}

/** Some senders write coordinates as texts. */
function placeOf(part: Fields): PlaceView | null {
  const [latitude, longitude] = [degrees(part.latitude), degrees(part.longitude)];
  if (latitude === null || longitude === null) return null;
  return { name: string(part.name) || null, address: string(part.address) || null, latitude, longitude };
}

function degrees(value: unknown): number | null {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function metaCard(item: unknown): { name: string; lines: string[] } {
  const card = object(item);
  const lines = [
    string(object(card?.org)?.company),
    ...list(card?.phones).map((phone) => string(object(phone)?.phone)),
    ...list(card?.emails).map((email) => string(object(email)?.email)),
  ];
  return { name: string(object(card?.name)?.formatted_name) ?? 'Contact', lines: present(lines) };
}

function ownCard(item: unknown): { name: string; lines: string[] } {
  const card = object(item);
  const lines = [
    string(card?.organisation),
    ...list(card?.phones).map((phone) => string(object(phone)?.phone)),
    ...list(card?.emails).map(string),
  ];
  return { name: string(card?.name) ?? 'Contact', lines: present(lines) };
}

function present(lines: readonly (string | null)[]): string[] {
  return lines.filter((line): line is string => line !== null && line !== '');
}

/** Answers of a submitted form, whatever they are. */
function answersOf(fields: unknown): { name: string; value: string }[] {
  return Object.entries(object(fields) ?? {}).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }));
}

function options(value: unknown): OptionView[] {
  return list(value).map((item, index) => ({
    id: string(object(item)?.id) ?? String(index),
    title: string(object(item)?.title) ?? '',
    description: string(object(item)?.description),
  }));
}

type Fields = Readonly<Record<string, unknown>>;
