import type { Json } from '../model.ts';
import type { WireCase } from './wire-cases.ts';

const to = '15551234567';
const flow = (parameters: Json): Json => ({
  to,
  type: 'interactive',
  interactive: {
    type: 'flow',
    body: { text: 'Tell us when' },
    action: {
      name: 'flow',
      parameters: { flow_message_version: '3', flow_id: '4242', flow_cta: 'Choose a day', ...parameters },
    },
  },
});
const link = (parameters: Json, more: Json = {}): Json => ({
  to,
  type: 'interactive',
  interactive: {
    type: 'cta_url',
    body: { text: 'Book here' },
    action: { name: 'cta_url', parameters },
    ...more,
  },
});
const card = (more: Json): Json => ({
  to,
  type: 'contacts',
  contacts: [{ name: { formatted_name: 'Ana Lima', first_name: 'Ana' }, ...more }],
});

/** Files, places, cards, links and forms (reference sections 2.3 and 2.4). */
export const richWireCases: readonly WireCase[] = [
  {
    name: 'a document by link with caption and name',
    body: {
      to,
      type: 'document',
      document: { link: 'https://a.example/x.pdf', caption: 'Prices', filename: 'x.pdf' },
    },
    refusal: null,
  },
  {
    name: 'a sound by link',
    body: { to, type: 'audio', audio: { link: 'https://a.example/x.mp3' } },
    refusal: null,
  },
  {
    name: 'a sound with a caption',
    body: { to, type: 'audio', audio: { link: 'https://a.example/x.mp3', caption: 'x' } },
    refusal: { code: 100, details: 'caption' },
  },
  {
    name: 'a picture with neither id nor link',
    body: { to, type: 'image', image: { caption: 'x' } },
    refusal: { code: 100, details: 'id and link' },
  },
  {
    name: 'a picture by an id that is not there',
    body: { to, type: 'image', image: { id: '4711' } },
    refusal: { code: 100, details: 'media attachment ID' },
  },
  {
    name: 'a caption of 1,025 characters',
    body: { to, type: 'image', image: { link: 'https://a.example/x.jpg', caption: 'x'.repeat(1025) } },
    refusal: { code: 131009, details: '1024' },
  },
  {
    name: 'a place without longitude',
    body: { to, type: 'location', location: { latitude: 52.5 } },
    refusal: { code: 131008, details: 'longitude' },
  },
  {
    name: 'a place beyond the pole',
    body: { to, type: 'location', location: { latitude: 91, longitude: 0 } },
    refusal: { code: 131009, details: '90' },
  },
  {
    name: 'a contact card with numbers, addresses and organisation',
    body: card({
      phones: [{ phone: '+55 11 91234-5678', wa_id: '5511912345678' }],
      emails: [{ email: 'ana@flores.example' }],
      org: { company: 'Flores' },
    }),
    refusal: null,
  },
  {
    name: 'a contact card with a bare number',
    body: card({ phones: ['+55 11 91234-5678'] }),
    refusal: { code: 100, details: 'phones' },
  },
  {
    name: 'a link button with header and footer',
    body: link(
      { display_text: 'Book', url: 'https://flores.example/book' },
      { header: { type: 'text', text: 'Visit' }, footer: { text: 'Flores' } },
    ),
    refusal: null,
  },
  {
    name: 'a link button with 21 characters on it',
    body: link({ display_text: 'x'.repeat(21), url: 'https://flores.example/' }),
    refusal: { code: 131009, details: '20' },
  },
  {
    name: 'a link button without address',
    body: link({ display_text: 'Book' }),
    refusal: { code: 131009, details: 'url' },
  },
  {
    name: 'a Flow that opens a screen with data',
    body: flow({
      flow_token: 't',
      mode: 'draft',
      flow_action: 'navigate',
      flow_action_payload: { screen: 'DAYS', data: { days: [1, 2] } },
    }),
    refusal: null,
  },
  {
    name: 'a Flow that asks its endpoint',
    body: flow({ flow_token: 't', mode: 'published', flow_action: 'data_exchange' }),
    refusal: null,
  },
  {
    name: 'a Flow that opens no screen',
    body: flow({ flow_action: 'navigate', flow_action_payload: { data: { a: 1 } } }),
    refusal: { code: 131008, details: 'screen' },
  },
  {
    name: 'a Flow with empty data',
    body: flow({ flow_action: 'navigate', flow_action_payload: { screen: 'A', data: {} } }),
    refusal: { code: 131009, details: 'empty' },
  },
  {
    name: 'a Flow in a mode that does not exist',
    body: flow({ mode: 'test' }),
    refusal: { code: 131009, details: 'mode' },
  },
];
