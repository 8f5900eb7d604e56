// Draws one message. What can be pressed calls back with what was pressed.
import { cardElement, locationElement, mediaElement } from './bubble-parts.js';
import { orderElement, shelfElement, slidesElement } from './commerce.js';
import { el, formatted, safeAddress } from './dom.js';

const TIME = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const STATUS_WORDS = { sent: 'on its way', delivered: 'delivered', read: 'read' };
const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {any} message a message as /_sim/thread shows it
 * @param {{quote?: string, reaction?: string, onPress: (button: any) => void, onList: (list: any) => void, onShelf: (shelf: any) => void}} extras
 */
export function messageElement(message, { quote, reaction, onPress, onList, onShelf }) {
  const { bubble } = message;
  // The phone is the person's: what the business received is "mine".
  const isMine = message.direction === 'inbound';
  const body = el('div', { class: 'bubble' }, [
    quote !== undefined && el('span', { class: 'quote', text: quote }),
    bubble.header && el('p', { class: 'header', text: bubble.header }),
    bubble.media && mediaElement(bubble.media),
    bubble.location && locationElement(bubble.location),
    ...(bubble.cards ?? []).map(cardElement),
    bubble.shelf && !bubble.slides && shelfElement(bubble.shelf),
    bubble.order && orderElement(bubble.order),
    bubble.text && formatted(bubble.text),
    bubble.footer && el('p', { class: 'footer', text: bubble.footer }),
    el('div', { class: 'meta' }, [
      el('time', { datetime: message.at, text: TIME.format(new Date(message.at)) }),
      isMine && ticks(message.status),
    ]),
    reaction && el('span', { class: 'reaction', text: reaction, 'aria-label': `Reaction ${reaction}` }),
  ]);
  const choices = (bubble.buttons ?? []).map((button) => choiceElement(button, onPress));
  if (bubble.list)
    choices.push(
      el('button', {
        type: 'button',
        class: 'choice',
        text: bubble.list.button,
        'aria-haspopup': 'dialog',
        onclick: () => onList(bubble.list),
      }),
    );
  if (bubble.shelf)
    choices.push(
      el('button', {
        type: 'button',
        class: 'choice',
        text: bubble.shelf.button,
        'aria-haspopup': 'dialog',
        onclick: () => onShelf(bubble.shelf),
      }),
    );
  const classes = ['message', isMine && 'mine', reaction && 'reacted'].filter(Boolean).join(' ');
  return el('li', { class: classes, 'data-wamid': message.wamid }, [
    body,
    bubble.slides && slidesElement(bubble.slides, (button) => choiceElement(button, onPress)),
    choices.length > 0 && el('div', { class: 'choices' }, choices),
  ]);
}

export function typingElement() {
  const dots = el('div', { class: 'bubble', 'aria-label': 'The business is typing' }, [
    el('i'),
    el('i'),
    el('i'),
  ]);
  return el('li', { class: 'message typing' }, [dots]);
}

/** One tick: on its way; two: the business's webhook has it; coloured: the business marked it read. */
function ticks(/** @type {'sent' | 'delivered' | 'read'} */ status) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 17 12');
  svg.setAttribute('class', `ticks ${status}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', STATUS_WORDS[status] ?? status);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute(
    'd',
    status === 'sent' ? 'M4 6.5 7 9.5 13 2.5' : 'M1 6.5 4 9.5 10 2.5M7.5 9 8 9.5 14.5 2.5',
  );
  svg.append(path);
  return svg;
}

const MARKS = { link: '↗', form: '☰', location: '⌖' };

/** A link opens nothing from here: the chat says where it would lead. */
function choiceElement(button, onPress) {
  const isDead = button.kind === 'other' || (button.kind === 'link' && !safeAddress(button.url));
  const mark = MARKS[button.kind];
  return el('button', { type: 'button', class: 'choice', disabled: isDead, onclick: () => onPress(button) }, [
    mark && el('span', { class: 'mark', 'aria-hidden': 'true', text: mark }),
    el('span', { text: button.title }),
  ]);
}
