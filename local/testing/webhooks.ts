/** Webhook bodies in Meta's envelope, to the demo number. */
import { DEMO } from '../demo.ts';

interface Sender {
  from: string;
  wamid: string;
  name?: string;
  /** Default: the real time. */
  at?: Date;
}

export function textWebhook({ text, ...sender }: Sender & { text: string }): string {
  return messageWebhook(sender, { type: 'text', text: { body: text } });
}

/** @param pressed the wamid of the message whose button was pressed */
export function pressWebhook({
  pressed,
  id,
  title,
  ...sender
}: Sender & { pressed: string; id: string; title: string }): string {
  return messageWebhook(sender, {
    type: 'interactive',
    context: { from: digits(DEMO.displayPhoneNumber), id: pressed },
    interactive: { type: 'button_reply', button_reply: { id, title } },
  });
}

/** Any message object of the Cloud API. */
export function messageWebhook({ from, wamid, name, at }: Sender, message: object): string {
  return envelope({
    contacts: [{ profile: { name: name ?? 'Somebody' }, wa_id: from }],
    messages: [{ from, id: wamid, timestamp: seconds(at), ...message }],
  });
}

export function statusWebhook(
  statuses: {
    wamid: string;
    status: string;
    to: string;
    callbackData?: string;
    at?: Date;
    errors?: object[];
  }[],
): string {
  return envelope({
    statuses: statuses.map(({ wamid, status, to, callbackData, at, errors }) => ({
      id: wamid,
      status,
      timestamp: seconds(at),
      recipient_id: to,
      ...(callbackData ? { biz_opaque_callback_data: callbackData } : {}),
      ...(errors ? { errors } : {}),
    })),
  });
}

/** What a person tells WhatsApp itself about marketing messages. */
export function preferenceWebhook({
  from,
  value,
  at,
}: {
  from: string;
  value: string;
  at: Date | null;
}): string {
  const preference = {
    wa_id: from,
    detail: `User requested to ${value} marketing messages`,
    category: 'marketing_messages',
    value,
    ...(at === null ? {} : { timestamp: Number(seconds(at)) }),
  };
  const said = { contacts: [{ wa_id: from }], user_preferences: [preference] };
  return envelope(said, { field: 'user_preferences' });
}

/** What a person wrote before the number was connected, as Meta hands it over. */
export function historyWebhook({ from, wamid, at }: Sender, message: object): string {
  const thread = { id: from, messages: [{ from, id: wamid, timestamp: seconds(at), ...message }] };
  return envelope(
    { history: [{ metadata: { phase: 0, chunk_order: 1, progress: 100 }, threads: [thread] }] },
    { field: 'history' },
  );
}

/** To the demo number unless another is given. */
export function envelope(
  value: object,
  {
    numberId = DEMO.phoneNumberId,
    wabaId = DEMO.wabaId,
    field = 'messages',
  }: { numberId?: string; wabaId?: string; field?: string } = {},
): string {
  const metadata = { display_phone_number: digits(DEMO.displayPhoneNumber), phone_number_id: numberId };
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: wabaId,
        changes: [{ field, value: { messaging_product: 'whatsapp', metadata, ...value } }],
      },
    ],
  });
}

function seconds(at: Date = new Date()): string {
  return String(Math.floor(at.getTime() / 1000));
}

function digits(phone: string): string {
  return phone.replace(/\D/g, '');
}
