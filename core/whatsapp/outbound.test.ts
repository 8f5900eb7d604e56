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
