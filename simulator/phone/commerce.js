// Products under a message, the cart that they are ordered from, and cards side by side.
import { drawing, mediaElement } from './bubble-parts.js';
import { byId, el, formatted } from './dom.js';

const CART = 'M3 4h3l2.4 11h9.2L20 8H7M10 19.5h.01M16.5 19.5h.01';

/** One product stands for all of them. */
export function shelfElement(shelf) {
  const products = shelf.sections.flatMap((section) => section.products);
  const first = shelf.cover ?? products[0];
  if (!first) return null;
  const more = products.length - 1;
  return el('div', { class: 'file' }, [
    el('span', { class: 'ending', 'aria-hidden': 'true', text: initialOf(first.name) }),
    el('span', { class: 'lines' }, [
      el('span', { text: first.name }),
      el('small', { text: money(first.price, first.currency) }),
      more > 0 && el('small', { text: `and ${more} more ${more === 1 ? 'item' : 'items'}` }),
    ]),
  ]);
}

/** What the person ordered. */
export function orderElement(order) {
  return el('div', { class: 'file' }, [
    el('span', { class: 'ending', 'aria-hidden': 'true' }, [drawing(CART)]),
    el('span', { class: 'lines' }, [
      ...order.lines.map((line) => el('span', { class: 'line', text: line })),
      order.total && el('small', { text: `Total ${order.total}` }),
    ]),
  ]);
}

export function slidesElement(slides, choiceOf) {
  return el(
    'ul',
    { class: 'slides', 'aria-label': 'Cards' },
    slides.map(({ media, text, buttons }, index) =>
      el('li', { class: 'slide', 'aria-label': `Card ${index + 1}` }, [
        el('div', { class: 'bubble' }, [mediaElement(media), text && formatted(text)]),
        el('div', { class: 'choices' }, buttons.map(choiceOf)),
      ]),
    ),
  );
}

/** A cart: how many of each, a note, and the order. */
export function openShelf(send, shelf) {
  const inputs = new Map();
  const rows = shelf.sections.flatMap((section) => [
    section.title && el('h3', { text: section.title }),
    ...section.products.map((product) => {
      const input = el('input', {
        ...{ type: 'number', min: 0, max: 99, value: 0, inputmode: 'numeric', oninput: sumUp },
        'aria-label': `How many of ${product.name}`,
      });
      inputs.set(input, product);
      return el('label', { class: 'product' }, [
        el('span', { class: 'lines' }, [
          el('span', { text: product.name }),
          el('small', { text: money(product.price, product.currency) }),
        ]),
        input,
      ]);
    }),
  ]);
  const chosen = () =>
    [...inputs].flatMap(([{ value }, product]) =>
      Number(value) > 0 ? [{ product, quantity: Math.floor(Number(value)) }] : [],
    );
  function sumUp() {
    const cart = chosen();
    const total = cart.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);
    byId('order-total').textContent = cart.length === 0 ? '' : money(total, cart[0].product.currency);
    byId('order-send').toggleAttribute('disabled', cart.length === 0);
  }
  byId('order-title').textContent = shelf.button;
  byId('order-rows').replaceChildren(...rows.filter(Boolean));
  byId('order-note').value = '';
  byId('order-cancel').onclick = () => byId('order-sheet').close();
  byId('order-form').onsubmit = (event) => {
    event.preventDefault();
    const items = chosen().map(({ product, quantity }) => ({ productId: product.id, quantity }));
    const note = byId('order-note').value.trim();
    byId('order-sheet').close();
    if (items.length > 0) send({ order: { items, ...(note && { note }) } });
  };
  sumUp();
}

function money(amount, currency) {
  return new Intl.NumberFormat(undefined, { style: 'currency', currency }).format(amount);
}

function initialOf(name) {
  return name.slice(0, 1).toUpperCase();
}
