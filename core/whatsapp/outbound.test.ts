import { describe, expect, it } from 'vitest';
import type { OutboundContent } from '../messaging/content.ts';
import { RecipientMissingError, toGraphMessage, type GraphRecipient } from './outbound.ts';

const options = { callbackData: 'our-id' };
const toAna = { phone: '+5511912345678' };
const shared = {
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  biz_opaque_callback_data: 'our-id',
};

const bodies: [rule: string, content: OutboundContent, body: object][] = [
  [
    'a text says whether links are previewed',
    { type: 'text', text: 'Hi', previewUrl: true },
    { type: 'text', text: { body: 'Hi', preview_url: true } },
  ],
  [
    'buttons keep our ids',
    {
      type: 'buttons',
      header: 'Visit',
      body: 'When?',
      footer: 'Flores',
      buttons: [
        { id: 'mon', title: 'Monday' },
        { id: 'tue', title: 'Tuesday' },
      ],
    },
    {
      type: 'interactive',
      interactive: {
        type: 'button',
        header: { type: 'text', text: 'Visit' },
        body: { text: 'When?' },
        footer: { text: 'Flores' },
        action: {
          buttons: [
            { type: 'reply', reply: { id: 'mon', title: 'Monday' } },
            { type: 'reply', reply: { id: 'tue', title: 'Tuesday' } },
          ],
        },
      },
    },
  ],
  [
    'a list leaves out what is empty',
    {
      type: 'list',
      header: '',
      body: 'Which day?',
      button: 'Days',
      sections: [
        {
          rows: [
            { id: 'd1', title: 'Mon', description: '' },
            { id: 'd2', title: 'Tue', description: '9 to 12' },
          ],
        },
      ],
    },
    {
      type: 'interactive',
      interactive: {
        type: 'list',
        body: { text: 'Which day?' },
        action: {
          button: 'Days',
          sections: [
            {
              rows: [
                { id: 'd1', title: 'Mon' },
                { id: 'd2', title: 'Tue', description: '9 to 12' },
              ],
            },
          ],
        },
      },
    },
  ],
  [
    'a template fills header, body and buttons, and cleans what Meta would refuse',
    {
      type: 'template',
      name: 'visit_reminder',
      language: 'pt_BR',
      header: ['Ana'],
      body: ['Rua Nova 1\n 2.º andar', 'a     \tb', 'c         d'],
      buttons: [
        { index: 0, subType: 'quick_reply', value: 'yes' },
        { index: 1, subType: 'url', value: 'v/42' },
      ],
      preview: null,
    },
    {
      type: 'template',
      template: {
        name: 'visit_reminder',
        language: { code: 'pt_BR' },
        components: [
          { type: 'header', parameters: [{ type: 'text', text: 'Ana' }] },
          {
            type: 'body',
            parameters: [
              { type: 'text', text: 'Rua Nova 1 2.º andar' },
              { type: 'text', text: 'a b' },
              { type: 'text', text: 'c    d' },
            ],
          },
          {
            type: 'button',
            sub_type: 'quick_reply',
            index: '0',
            parameters: [{ type: 'payload', payload: 'yes' }],
          },
          { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'v/42' }] },
        ],
      },
    },
  ],
  [
    'a template takes a file or a place as header, and its values stand beside it',
    {
      type: 'template',
      name: 'class_plan',
      language: 'en_US',
      headerMedia: { kind: 'document', link: 'https://flores.example/plan.pdf', filename: 'Plan.pdf' },
      body: ['Ana'],
      preview: null,
    },
    {
      type: 'template',
      template: {
        name: 'class_plan',
        language: { code: 'en_US' },
        components: [
          {
            type: 'header',
            parameters: [
              {
                type: 'document',
                document: { link: 'https://flores.example/plan.pdf', filename: 'Plan.pdf' },
              },
            ],
          },
          { type: 'body', parameters: [{ type: 'text', text: 'Ana' }] },
        ],
      },
    },
  ],
  [
    'a location header has its own parameter',
    {
      type: 'template',
      name: 'on_its_way',
      language: 'en_US',
      headerLocation: { latitude: 37.48, longitude: -122.15, name: 'Depot', address: 'Hacker Way 1' },
      body: [],
      preview: null,
    },
    {
      type: 'template',
      template: {
        name: 'on_its_way',
        language: { code: 'en_US' },
        components: [
          {
            type: 'header',
            parameters: [
              {
                type: 'location',
                location: { latitude: 37.48, longitude: -122.15, name: 'Depot', address: 'Hacker Way 1' },
              },
            ],
          },
        ],
      },
    },
  ],
  [
    'a picture goes by its address or by its id, never by both',
    { type: 'media', kind: 'image', link: 'https://flores.example/a.jpg', caption: 'Our garden' },
    { type: 'image', image: { link: 'https://flores.example/a.jpg', caption: 'Our garden' } },
  ],
  [
    'a document keeps its name',
    { type: 'media', kind: 'document', mediaId: '4711', caption: 'Prices', filename: 'Prices 2026.pdf' },
    { type: 'document', document: { id: '4711', caption: 'Prices', filename: 'Prices 2026.pdf' } },
  ],
  [
    'a sound has neither caption nor name',
    { type: 'media', kind: 'audio', mediaId: '4712', caption: 'no', filename: 'no.mp3' },
    { type: 'audio', audio: { id: '4712' } },
  ],
  [
    'a place leaves out what is empty',
    { type: 'location', latitude: 52.52, longitude: 13.405, name: 'Shop', address: '' },
    { type: 'location', location: { latitude: 52.52, longitude: 13.405, name: 'Shop' } },
  ],
  [
    'a contact card has a first name, and writes to a person who is on WhatsApp',
    {
      type: 'contacts',
      contacts: [
        {
          name: 'Ana Maria Lima',
          phones: [{ phone: '+55 11 91234-5678', waId: '5511912345678' }, { phone: '+55 11 4000-0000' }],
          emails: ['ana@flores.example'],
          organisation: 'Flores',
        },
        { name: 'Reception', phones: [], emails: [] },
      ],
    },
    {
      type: 'contacts',
      contacts: [
        {
          name: { formatted_name: 'Ana Maria Lima', first_name: 'Ana', last_name: 'Maria Lima' },
          phones: [{ phone: '+55 11 91234-5678', wa_id: '5511912345678' }, { phone: '+55 11 4000-0000' }],
          emails: [{ email: 'ana@flores.example' }],
          org: { company: 'Flores' },
        },
        { name: { formatted_name: 'Reception', first_name: 'Reception' } },
      ],
    },
  ],
  [
    'a question for a place has a button that shares it',
    { type: 'locationRequest', body: 'Where are you?' },
    {
      type: 'interactive',
      interactive: {
        type: 'location_request_message',
        body: { text: 'Where are you?' },
        action: { name: 'send_location' },
      },
    },
  ],
  [
    'a link button has one address',
    { type: 'cta', body: 'Book here', footer: 'Flores', label: 'Book', url: 'https://flores.example/book' },
    {
      type: 'interactive',
      interactive: {
        type: 'cta_url',
        body: { text: 'Book here' },
        footer: { text: 'Flores' },
        action: {
          name: 'cta_url',
          parameters: { display_text: 'Book', url: 'https://flores.example/book' },
        },
      },
    },
  ],
  [
    'a product stands alone, without words too',
    { type: 'product', catalogId: '77', retailerId: 'aloe' },
    {
      type: 'interactive',
      interactive: { type: 'product', action: { catalog_id: '77', product_retailer_id: 'aloe' } },
    },
  ],
  [
    'products stand in sections',
    {
      type: 'productList',
      ...{ header: 'Plants', body: 'Have a look', footer: 'Flores', catalogId: '77' },
      sections: [{ title: 'New', retailerIds: ['aloe', 'fern'] }, { retailerIds: ['ivy'] }],
    },
    {
      type: 'interactive',
      interactive: {
        type: 'product_list',
        header: { type: 'text', text: 'Plants' },
        body: { text: 'Have a look' },
        footer: { text: 'Flores' },
        action: {
          catalog_id: '77',
          sections: [
            {
              title: 'New',
              product_items: [{ product_retailer_id: 'aloe' }, { product_retailer_id: 'fern' }],
            },
            { product_items: [{ product_retailer_id: 'ivy' }] },
          ],
        },
      },
    },
  ],
  [
    'the catalogue is the one of the account, with the picture of a product',
    { type: 'catalog', body: 'All of it', thumbnailRetailerId: 'aloe' },
    {
      type: 'interactive',
      interactive: {
        type: 'catalog_message',
        body: { text: 'All of it' },
        action: { name: 'catalog_message', parameters: { thumbnail_product_retailer_id: 'aloe' } },
      },
    },
  ],
  [
    'the catalogue needs no picture of its own',
    { type: 'catalog', body: 'All of it' },
    {
      type: 'interactive',
      interactive: {
        type: 'catalog_message',
        body: { text: 'All of it' },
        action: { name: 'catalog_message' },
      },
    },
  ],
  [
    'cards of a carousel open pages',
    {
      type: 'carousel',
      body: 'New ones',
      cards: [
        {
          header: { kind: 'image', link: 'https://flores.example/a.jpg' },
          body: '*Aloe*',
          link: { label: 'Buy', url: 'https://flores.example/a' },
        },
        {
          header: { kind: 'image', link: 'https://flores.example/b.jpg' },
          link: { label: 'Buy', url: 'https://flores.example/b' },
        },
      ],
    },
    {
      type: 'interactive',
      interactive: {
        type: 'carousel',
        body: { text: 'New ones' },
        action: {
          cards: [
            {
              card_index: 0,
              type: 'cta_url',
              header: { type: 'image', image: { link: 'https://flores.example/a.jpg' } },
              body: { text: '*Aloe*' },
              action: {
                name: 'cta_url',
                parameters: { display_text: 'Buy', url: 'https://flores.example/a' },
              },
            },
            {
              card_index: 1,
              type: 'cta_url',
              header: { type: 'image', image: { link: 'https://flores.example/b.jpg' } },
              action: {
                name: 'cta_url',
                parameters: { display_text: 'Buy', url: 'https://flores.example/b' },
              },
            },
          ],
        },
      },
    },
  ],
  [
    'cards of a carousel offer replies',
    {
      type: 'carousel',
      body: 'Which one?',
      cards: ['a', 'b'].map((id) => ({
        header: { kind: 'video' as const, link: `https://flores.example/${id}.mp4` },
        buttons: [{ id, title: 'This one' }],
      })),
    },
    {
      type: 'interactive',
      interactive: {
        type: 'carousel',
        body: { text: 'Which one?' },
        action: {
          cards: ['a', 'b'].map((id, index) => ({
            card_index: index,
            type: 'cta_url',
            header: { type: 'video', video: { link: `https://flores.example/${id}.mp4` } },
            action: { buttons: [{ type: 'quick_reply', quick_reply: { id, title: 'This one' } }] },
          })),
        },
      },
    },
  ],
  [
    'a Flow opens its screen with data',
    {
      type: 'flow',
      header: 'Visit',
      body: 'Tell us when',
      label: 'Choose a day',
      flowId: '4242',
      flowToken: 'tok',
      mode: 'draft',
      action: 'navigate',
      screen: 'DAYS',
      data: { name: 'Ana', days: [1, 2] },
    },
    {
      type: 'interactive',
      interactive: {
        type: 'flow',
        header: { type: 'text', text: 'Visit' },
        body: { text: 'Tell us when' },
        action: {
          name: 'flow',
          parameters: {
            flow_message_version: '3',
            flow_token: 'tok',
            flow_id: '4242',
            flow_cta: 'Choose a day',
            mode: 'draft',
            flow_action: 'navigate',
            flow_action_payload: { screen: 'DAYS', data: { name: 'Ana', days: [1, 2] } },
          },
        },
      },
    },
  ],
  [
    'a Flow that asks its endpoint gets no payload, and empty data is left out',
    {
      type: 'flow',
      body: 'x',
      label: 'Go',
      flowId: '1',
      flowToken: 't',
      mode: 'published',
      action: 'data_exchange',
      screen: 'A',
      data: {},
    },
    {
      type: 'interactive',
      interactive: {
        type: 'flow',
        body: { text: 'x' },
        action: {
          name: 'flow',
          parameters: {
            flow_message_version: '3',
            flow_token: 't',
            flow_id: '1',
            flow_cta: 'Go',
            mode: 'published',
            flow_action: 'data_exchange',
          },
        },
      },
    },
  ],
  [
    'a template without values has no components',
    { type: 'template', name: 'hello', language: 'en', body: [], preview: 'Hello' },
    { type: 'template', template: { name: 'hello', language: { code: 'en' } } },
  ],
];

describe('toGraphMessage', () => {
  for (const [rule, content, body] of bodies) {
    it(rule, () => {
      expect(toGraphMessage(content, toAna, options)).toEqual({ ...shared, to: '+5511912345678', ...body });
    });
  }

  const text: OutboundContent = { type: 'text', text: 'Hi' };
  const addresses: [rule: string, recipient: GraphRecipient, address: object][] = [
    ['a number gets its plus', { phone: '5511912345678' }, { to: '+5511912345678' }],
    ['a written number is cleaned', { phone: '+55 (11) 91234-5678' }, { to: '+5511912345678' }],
    ['the phone wins over the BSUID', { phone: '15550100', bsuid: 'BR.1' }, { to: '+15550100' }],
    ['a BSUID is a recipient, never a number', { bsuid: 'BR.1' }, { recipient: 'BR.1' }],
    ['what is no number falls back to the BSUID', { phone: 'BR.1234', bsuid: 'BR.1' }, { recipient: 'BR.1' }],
  ];
  for (const [rule, recipient, address] of addresses) {
    it(rule, () => {
      const { to, recipient: to2 } = toGraphMessage(text, recipient, options);
      expect({ ...(to !== undefined && { to }), ...(to2 !== undefined && { recipient: to2 }) }).toEqual(
        address,
      );
    });
  }

  it('names the parameters of a template that has names for them', () => {
    const content: OutboundContent = {
      ...{ type: 'template', name: 'named', language: 'en', preview: null },
      ...{ header: ['Flores'], body: ['Ana', 'Monday'] },
    };
    const parameterNames = { header: ['shop'], body: ['first_name', 'day'] };
    expect(toGraphMessage(content, toAna, { ...options, parameterNames }).template).toMatchObject({
      components: [
        { type: 'header', parameters: [{ type: 'text', parameter_name: 'shop', text: 'Flores' }] },
        {
          type: 'body',
          parameters: [
            { type: 'text', parameter_name: 'first_name', text: 'Ana' },
            { type: 'text', parameter_name: 'day', text: 'Monday' },
          ],
        },
      ],
    });
  });

  it('refuses to write to nobody', () => {
    for (const recipient of [{}, { phone: '' }, { phone: 'bla' }, { bsuid: '' }]) {
      expect(() => toGraphMessage(text, recipient, options)).toThrow(RecipientMissingError);
    }
  });

  it('quotes a message only when there is one', () => {
    expect(toGraphMessage(text, toAna, { ...options, replyTo: 'wamid.1' }).context).toEqual({
      message_id: 'wamid.1',
    });
    expect(toGraphMessage(text, toAna, { ...options, replyTo: null })).not.toHaveProperty('context');
  });
});
