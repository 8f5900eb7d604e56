/** From what we want to send to the body of `POST /{phone-number-id}/messages`. Pure; limits are checked elsewhere. */
import type { ListContent, OutboundContent, TemplateContent } from '../messaging/content.ts';
import { phoneDigits } from '../messaging/identity.ts';

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
    ...toBody(content),
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

function toBody(content: OutboundContent): { type: string } & Record<string, unknown> {
  switch (content.type) {
    case 'text':
      return { type: 'text', text: { body: content.text, preview_url: content.previewUrl ?? false } };
    case 'buttons': {
      const buttons = content.buttons.map(({ id, title }) => ({ type: 'reply', reply: { id, title } }));
      return { type: 'interactive', interactive: { type: 'button', ...frame(content), action: { buttons } } };
    }
    case 'list':
      return {
        type: 'interactive',
        interactive: { type: 'list', ...frame(content), action: listAction(content) },
      };
    case 'template':
      return { type: 'template', template: toTemplate(content) };
  }
}

function frame({ header, body, footer }: { header?: string; body: string; footer?: string }) {
  return {
    ...(header && { header: { type: 'text', text: header } }),
    body: { text: body },
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

function toTemplate(content: TemplateContent) {
  const components = [
    ...(content.header?.length ? [{ type: 'header', parameters: content.header.map(textParameter) }] : []),
    ...(content.body.length > 0 ? [{ type: 'body', parameters: content.body.map(textParameter) }] : []),
    ...(content.buttons ?? []).map(({ index, subType, value }) => ({
      type: 'button',
      sub_type: subType,
      index: String(index),
      parameters: [subType === 'quick_reply' ? { type: 'payload', payload: value } : textParameter(value)],
    })),
  ];
  return {
    name: content.name,
    language: { code: content.language },
    ...(components.length > 0 && { components }),
  };
}

/** Meta refuses values with line breaks, tabs or more than four spaces in a row; people's data often has them. */
function textParameter(value: string) {
  return { type: 'text', text: value.replace(/\s*[\n\r\t]\s*/g, ' ').replace(/ {5,}/g, '    ') };
}
