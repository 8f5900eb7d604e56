// What comes up over the chat: a list's rows, a form to fill in, a place to share, a cart.
import { openShelf } from './commerce.js';
import { byId, el } from './dom.js';

/** @param {(body: object) => Promise<void>} send */
export function createSheets(send) {
  return {
    openList: (wamid, list) => openList(send, wamid, list),
    openForm: (wamid, title, form) => openForm(send, wamid, title, form),
    openPlace: (wamid) => openPlace(send, wamid),
    openShelf: (shelf) => {
      openShelf(send, shelf);
      show(byId('order-sheet'));
    },
  };
}

function openList(send, wamid, list) {
  const rowElement = (row) => {
    const pick = () => {
      byId('sheet').close();
      send({ press: { wamid, id: row.id } });
    };
    return el('button', { type: 'button', class: 'row', onclick: pick }, [
      el('span', { text: row.title }),
      row.description && el('small', { text: row.description }),
    ]);
  };
  byId('sheet-title').textContent = list.button;
  byId('sheet-rows').replaceChildren(
    ...list.sections.flatMap((section) =>
      [section.title && el('h3', { text: section.title }), ...section.rows.map(rowElement)].filter(Boolean),
    ),
  );
  show(byId('sheet'));
}

/**
 * A WhatsApp Flow's screens are at Meta; here stands a field for each value that its first screen was given, and a
 * place for any other answers as JSON.
 */
function openForm(send, wamid, title, form) {
  const given = Object.entries(form?.data ?? {});
  const fields = given.map(([name, value]) => ({ name, value, input: fieldFor(value) }));
  byId('form-title').textContent = title;
  byId('form-screen').textContent = form?.screen ? `Screen ${form.screen}` : 'Any answers will do';
  byId('form-fields').replaceChildren(
    ...fields.map(({ name, input }) => el('label', { class: 'field' }, [el('span', { text: name }), input])),
  );
  const more = byId('form-more');
  more.value = '';
  more.placeholder = '{ "day": "mon", "guests": 2 }';
  byId('form-problem').textContent = '';
  byId('form-cancel').onclick = () => byId('form-sheet').close();
  byId('form-body').onsubmit = (event) => {
    event.preventDefault();
    const others = readObject(more.value);
    if (!others) {
      byId('form-problem').textContent = 'Write the answers as a JSON object, such as {"day": "mon"}.';
      return;
    }
    const answers = Object.fromEntries(
      fields.map(({ name, value, input }) => [name, readField(value, input)]),
    );
    byId('form-sheet').close();
    send({ form: { wamid, answers: { ...answers, ...others } } });
  };
  show(byId('form-sheet'));
}

function fieldFor(value) {
  const options = Array.isArray(value) ? value.map(optionOf) : [];
  if (options.length > 0 && options.every(Boolean)) {
    return el(
      'select',
      {},
      options.map(({ id, title }) => el('option', { value: id, text: title })),
    );
  }
  if (typeof value === 'boolean') {
    const input = el('input', { type: 'checkbox' });
    input.checked = value;
    return input;
  }
  const input = el('input', { type: 'text', autocomplete: 'off' });
  input.value = typeof value === 'string' ? value : JSON.stringify(value);
  return input;
}

/** Lists for a drop-down hold `{id, title}`. */
function optionOf(item) {
  return typeof item?.id === 'string' && typeof item.title === 'string' ? item : null;
}

/** The answer in the type of the value that was given, where what was typed allows it. */
function readField(value, input) {
  if (input.type === 'checkbox') return input.checked;
  if (input.tagName === 'SELECT' || typeof value === 'string') return input.value;
  try {
    return JSON.parse(input.value);
  } catch {
    return input.value;
  }
}

function readObject(text) {
  if (text.trim() === '') return {};
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

const TOWN_SQUARE = {
  latitude: '52.5206',
  longitude: '13.4098',
  name: 'Town square',
  address: 'Main Street 1',
};

/** @param {string | undefined} wamid the message that asked for it */
function openPlace(send, wamid) {
  const input = (key) => byId(`place-${key}`);
  for (const [key, value] of Object.entries(TOWN_SQUARE)) input(key).value ||= value;
  byId('place-cancel').onclick = () => byId('place-sheet').close();
  byId('place-form').onsubmit = (event) => {
    event.preventDefault();
    const location = {
      latitude: Number(input('latitude').value),
      longitude: Number(input('longitude').value),
    };
    for (const key of ['name', 'address'])
      if (input(key).value.trim()) location[key] = input(key).value.trim();
    byId('place-sheet').close();
    send({ message: { type: 'location', location, ...(wamid && { context: { id: wamid } }) } });
  };
  show(byId('place-sheet'));
}

/** A sheet comes up from the bottom of the phone, wherever that stands on the page. */
function show(sheet) {
  const phone = document.querySelector('.phone');
  const { left, bottom, width } = phone.getBoundingClientRect();
  const frame = phone.clientLeft;
  Object.assign(sheet.style, {
    top: 'auto',
    left: `${left + frame}px`,
    bottom: `${window.innerHeight - bottom + frame}px`,
    width: `${width - 2 * frame}px`,
  });
  sheet.showModal();
}
