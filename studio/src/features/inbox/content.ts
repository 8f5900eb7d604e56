/**
 * Reads `content` of stored messages. It comes from many versions of two writers (us and Meta), so nothing about its
 * shape is taken on trust: what can't be read is shown by its plain text.
 */
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
  | { kind: 'template'; name: string; body: string | null }
  | { kind: 'press'; title: string; description: string | null }
  | { kind: 'reaction'; emoji: string | null }
  | { kind: 'media'; media: MediaKind; caption: string | null; fileName: string | null }
  | { kind: 'location'; name: string | null; address: string | null; latitude: number; longitude: number }
  | { kind: 'contacts'; names: string[] }
  | { kind: 'other' };

const MEDIA_KINDS = ['image', 'video', 'audio', 'voice', 'document', 'sticker'] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

interface Stored {
  direction: 'inbound' | 'outbound';
  type: string;
  text: string | null;
  content: Readonly<Record<string, unknown>>;
}

export function contentView({ direction, type, text, content }: Stored): ContentView {
  if (direction === 'outbound') {
    const ours = ownContent(type, content);
    if (ours) return ours;
  }
  const part = object(content[type]) ?? content;
  if (isMedia(type)) {
    return {
      kind: 'media',
      media: type,
      caption: string(part.caption) ?? text,
      fileName: string(part.filename) ?? string(part.fileName),
    };
  }
  switch (type) {
    case 'text':
      return { kind: 'text' };
    case 'button':
    case 'interactive':
    case 'press': {
      const reply = object(part.button_reply) ?? object(part.list_reply) ?? object(part.press) ?? part;
      const title = string(reply.title) ?? string(reply.text) ?? text;
      return title ? { kind: 'press', title, description: string(reply.description) } : { kind: 'other' };
    }
    case 'reaction':
      return { kind: 'reaction', emoji: string(part.emoji) || null };
    case 'location': {
      const { latitude, longitude } = part;
      if (typeof latitude !== 'number' || typeof longitude !== 'number') return { kind: 'other' };
      return {
        kind: 'location',
        name: string(part.name),
        address: string(part.address),
        latitude,
        longitude,
      };
    }
    case 'contacts': {
      const names = list(content.contacts).map(
        (item) => string(object(object(item)?.name)?.formatted_name) ?? 'Contact',
      );
      return { kind: 'contacts', names };
    }
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
    case 'template':
      return { kind: 'template', name: string(content.name) ?? 'template', body: string(content.preview) };
    default:
      return null;
  }
}

function options(value: unknown): OptionView[] {
  return list(value).map((item, index) => ({
    id: string(object(item)?.id) ?? String(index),
    title: string(object(item)?.title) ?? '',
    description: string(object(item)?.description),
  }));
}

function isMedia(type: string): type is MediaKind {
  return (MEDIA_KINDS as readonly string[]).includes(type);
}

function object(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function string(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
