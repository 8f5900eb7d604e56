/** Bodies of messages that several tests send. */
import { MAYA } from './simulator-client.ts';

export const text = { to: MAYA, type: 'text', text: { body: 'Hello' } };

export const buttons = {
  type: 'interactive',
  interactive: {
    type: 'button',
    body: { text: 'What can we do?' },
    action: { buttons: [{ type: 'reply', reply: { id: 'book', title: 'Book a visit' } }] },
  },
};
