/**
 * What we send, before it becomes a Cloud API body (`core/whatsapp/outbound.ts`). Kept as `messages.content` (jsonb),
 * so every shape here is a contract with stored rows: add kinds and optional fields, never change the meaning of one.
 */
export type OutboundContent = TextContent | ButtonsContent | ListContent | TemplateContent;

export interface TextContent {
  type: 'text';
  text: string;
  previewUrl?: boolean;
}

export interface ButtonsContent {
  type: 'buttons';
  header?: string;
  body: string;
  footer?: string;
  /** 1 to 3, ids and titles unique. */
  buttons: ReplyOption[];
}

export interface ListContent {
  type: 'list';
  header?: string;
  body: string;
  footer?: string;
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
  body: string[];
  /** Payloads of quick-reply buttons and suffixes of URL buttons, by button index. */
  buttons?: { index: number; subType: 'quick_reply' | 'url'; value: string }[];
  /** The body with its values filled in, as people will read it; null when the template's text isn't known here. */
  preview: string | null;
}

export interface ReplyOption {
  id: string;
  title: string;
}

export interface ReplyRow extends ReplyOption {
  description?: string;
}

/** The purpose decides which consent a message needs (`core/messaging/policy.ts`). */
export type SendPurpose = 'service' | 'utility' | 'marketing' | 'authentication';

/** The words a person reads, for the inbox list, search and notifications. */
export function plainText(content: OutboundContent): string {
  switch (content.type) {
    case 'text':
      return content.text;
    case 'buttons':
    case 'list':
      return content.body;
    case 'template':
      return content.preview ?? `[template ${content.name}]`;
  }
}
