import type { Json } from '../model.ts';

/** A send body and what must come of it: null for accepted, else code and a piece of the details. */
export interface WireCase {
  name: string;
  body: Json;
  refusal: { code: number; details?: string; status?: number } | null;
}

const to = '15551234567';
const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `r${index}`, title: `Row ${index}` }));
const button = (id: string, title: string) => ({ type: 'reply', reply: { id, title } });
const buttons = (...list: Json[]): Json => ({
  to,
  type: 'interactive',
  interactive: { type: 'button', body: { text: 'Choose' }, action: { buttons: list } },
});
const list = (sections: Json[], more: Json = {}): Json => ({
  to,
  type: 'interactive',
  interactive: { type: 'list', body: { text: 'Choose' }, action: { button: 'Menu', sections }, ...more },
});
const template = (name: string, components?: Json[], language = 'en_US'): Json => ({
  to,
  type: 'template',
  template: { name, language: { code: language }, ...(components ? { components } : {}) },
});
const bodyParameters = (...texts: unknown[]): Json => ({
  type: 'body',
  parameters: texts.map((text) => ({ type: 'text', text })),
});

export const wireCases: readonly WireCase[] = [
  { name: 'a text', body: { to, type: 'text', text: { body: 'Hello' } }, refusal: null },
  { name: 'a text without a type', body: { to, text: { body: 'Hello' } }, refusal: null },
  {
    name: 'a number with plus, blanks and brackets',
    body: { to: '+1 (555) 123-4567', text: { body: 'x' } },
    refusal: null,
  },
  { name: 'a number as a JSON number', body: { to: 15551234567, text: { body: 'x' } }, refusal: null },
  { name: 'a text of 4,096 emoji', body: { to, text: { body: '🙂'.repeat(4096) } }, refusal: null },
  {
    name: 'a text of 4,097 emoji',
    body: { to, text: { body: '🙂'.repeat(4097) } },
    refusal: { code: 100, details: '4096' },
  },
  {
    name: 'no recipient',
    body: { type: 'text', text: { body: 'x' } },
    refusal: { code: 100, details: 'to is required' },
  },
  {
    name: 'letters as recipient',
    body: { to: 'maya', text: { body: 'x' } },
    refusal: { code: 100, details: 'phone number' },
  },
  {
    name: 'the sending number as recipient',
    body: { to: '15550100001', text: { body: 'x' } },
    refusal: { code: 131021 },
  },
  {
    name: 'another product',
    body: { messaging_product: 'sms', to, text: { body: 'x' } },
    refusal: { code: 100, details: 'WHATSAPP' },
  },
  {
    name: 'an unknown type',
    body: { to, type: 'telegram' },
    refusal: { code: 100, details: 'must be one of' },
  },
  {
    name: 'an empty text',
    body: { to, type: 'text', text: { body: '' } },
    refusal: { code: 100, details: 'empty' },
  },
  {
    name: 'callback data of 513 characters',
    body: { to, text: { body: 'x' }, biz_opaque_callback_data: 'x'.repeat(513) },
    refusal: { code: 100 },
  },
  {
    name: 'a Direct Send category',
    body: { to, text: { body: 'x' }, category: 'utility' },
    refusal: { code: 100, details: 'Direct Send' },
  },

  {
    name: 'three buttons',
    body: buttons(button('a', 'A'), button('b', 'B'), button('c', 'C')),
    refusal: null,
  },
  {
    name: 'four buttons',
    body: buttons(button('a', 'A'), button('b', 'B'), button('c', 'C'), button('d', 'D')),
    refusal: { code: 131009, details: 'Max allowed buttons: 3' },
  },
  {
    name: 'a button title of 20 accented letters',
    body: buttons(button('a', 'é'.repeat(20))),
    refusal: null,
  },
  {
    name: 'a button title of 21 letters',
    body: buttons(button('a', 'x'.repeat(21))),
    refusal: { code: 131009, details: 'Max length: 20' },
  },
  {
    name: 'two buttons with one title',
    body: buttons(button('a', 'Yes'), button('b', 'Yes')),
    refusal: { code: 131009, details: 'unique' },
  },
  {
    name: 'two buttons with one id',
    body: buttons(button('a', 'Yes'), button('a', 'No')),
    refusal: { code: 131009, details: 'unique' },
  },

  { name: 'a list of 10 rows without a section title', body: list([{ rows: rows(10) }]), refusal: null },
  {
    name: 'a list of 11 rows',
    body: list([{ rows: rows(11) }]),
    refusal: { code: 131009, details: 'max allowed count: 10' },
  },
  {
    name: 'two sections, one without a title',
    body: list([{ title: 'A', rows: rows(1) }, { rows: [{ id: 'x', title: 'X' }] }]),
    refusal: { code: 131009, details: 'Section title' },
  },
  {
    name: 'a row title of 25 letters',
    body: list([{ rows: [{ id: 'a', title: 'x'.repeat(25) }] }]),
    refusal: { code: 131009, details: 'Max length is 24' },
  },
  {
    name: 'a row description of 73 letters',
    body: list([{ rows: [{ id: 'a', title: 'A', description: 'x'.repeat(73) }] }]),
    refusal: { code: 131009, details: '72' },
  },
  {
    name: 'a list with a picture as header',
    body: list([{ rows: rows(1) }], {
      header: { type: 'image', image: { link: 'https://example.com/a.jpg' } },
    }),
    refusal: { code: 131009, details: 'Header' },
  },

  {
    name: 'a location request',
    body: {
      to,
      type: 'interactive',
      interactive: {
        type: 'location_request_message',
        body: { text: 'Where?' },
        action: { name: 'send_location' },
      },
    },
    refusal: null,
  },
  {
    name: 'a link button',
    body: {
      to,
      type: 'interactive',
      interactive: {
        type: 'cta_url',
        body: { text: 'x' },
        action: { name: 'cta_url', parameters: { display_text: 'Go', url: 'https://example.com' } },
      },
    },
    refusal: null,
  },
  {
    name: 'a link button with a script address',
    body: {
      to,
      type: 'interactive',
      interactive: {
        type: 'cta_url',
        body: { text: 'x' },
        action: { name: 'cta_url', parameters: { display_text: 'Go', url: 'javascript:alert(1)' } },
      },
    },
    refusal: { code: 131009, details: 'URL' },
  },
  {
    name: 'a flow with id and name',
    body: {
      to,
      type: 'interactive',
      interactive: {
        type: 'flow',
        body: { text: 'x' },
        action: {
          name: 'flow',
          parameters: { flow_message_version: '3', flow_id: '1', flow_name: 'n', flow_cta: 'Go' },
        },
      },
    },
    refusal: { code: 131009 },
  },
  {
    name: 'an unknown interactive type',
    body: { to, type: 'interactive', interactive: { type: 'hologram', body: { text: 'x' }, action: {} } },
    refusal: { code: 100, details: 'must be one of' },
  },

  {
    name: 'a picture by link',
    body: { to, type: 'image', image: { link: 'https://example.com/a.jpg', caption: '' } },
    refusal: null,
  },
  {
    name: 'a picture by an unknown id',
    body: { to, type: 'image', image: { id: '42' } },
    refusal: { code: 100, details: "image['id']" },
  },
  {
    name: 'a picture by something that is no link',
    body: { to, type: 'image', image: { link: 'a.jpg' } },
    refusal: { code: 100, details: 'is not a valid URI' },
  },
  {
    name: 'a sound with a caption',
    body: { to, type: 'audio', audio: { link: 'https://example.com/a.mp3', caption: 'x' } },
    refusal: { code: 100, details: 'caption' },
  },
  {
    name: 'a location with texts as coordinates',
    body: { to, type: 'location', location: { latitude: '1.5', longitude: '2' } },
    refusal: null,
  },
  {
    name: 'a location at latitude 91',
    body: { to, type: 'location', location: { latitude: 91, longitude: 2 } },
    refusal: { code: 131009 },
  },
  {
    name: 'a contact card',
    body: { to, type: 'contacts', contacts: [{ name: { formatted_name: 'Ann', first_name: 'Ann' } }] },
    refusal: null,
  },
  {
    name: 'a contact card without a name',
    body: { to, type: 'contacts', contacts: [{ phones: [] }] },
    refusal: { code: 131008 },
  },
  {
    name: 'a reaction with a word',
    body: { to, type: 'reaction', reaction: { message_id: 'wamid.x', emoji: 'ok' } },
    refusal: { code: 131009 },
  },

  {
    name: 'a template with its parameters',
    body: template('appointment_reminder', [bodyParameters('Maya', 'Tuesday')]),
    refusal: null,
  },
  {
    name: 'a template with quick replies and no payloads',
    body: template('weekly_offer', [bodyParameters('Maya', '20%')]),
    refusal: null,
  },
  {
    name: 'a template that does not exist',
    body: template('nothing'),
    refusal: { code: 132001, status: 404, details: 'does not exist in en_US' },
  },
  {
    name: 'a template in another language',
    body: template('thanks_update', [bodyParameters('Maya')], 'de'),
    refusal: { code: 132001, status: 404, details: 'does not exist in de' },
  },
  {
    name: 'a template without a language',
    body: { to, type: 'template', template: { name: 'thanks_update' } },
    refusal: { code: 100, details: 'language' },
  },
  {
    name: 'a template with too few parameters',
    body: template('appointment_reminder', [bodyParameters('Maya')]),
    refusal: {
      code: 132000,
      details: 'localizable_params (1) does not match the expected number of params (2)',
    },
  },
  {
    name: 'a template with too many parameters',
    body: template('thanks_update', [bodyParameters('Maya', 'x')]),
    refusal: { code: 132000, details: '(2)' },
  },
  {
    name: 'a template parameter with a line break',
    body: template('thanks_update', [bodyParameters('Ma\nya')]),
    refusal: { code: 132012, details: 'new-line' },
  },
  {
    name: 'a template parameter of null',
    body: template('thanks_update', [bodyParameters(null)]),
    refusal: { code: 131008, details: 'mandatory' },
  },
  {
    name: 'a template parameter that is too long',
    body: template('thanks_update', [bodyParameters('x'.repeat(1024))]),
    refusal: { code: 132005 },
  },
  {
    name: 'a picture for a template without a header',
    body: template('thanks_update', [
      bodyParameters('Maya'),
      { type: 'header', parameters: [{ type: 'image', image: { link: 'https://example.com/a.jpg' } }] },
    ]),
    refusal: { code: 132012 },
  },
  {
    name: 'a payload for a button that is not there',
    body: template('thanks_update', [
      bodyParameters('Maya'),
      {
        type: 'button',
        sub_type: 'quick_reply',
        index: '0',
        parameters: [{ type: 'payload', payload: 'x' }],
      },
    ]),
    refusal: { code: 132018 },
  },
];
