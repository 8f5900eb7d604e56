// Brings the phone to life: who writes, to which number, and what comes in.
import { createChat } from './chat.js';
import { byId, el } from './dom.js';
import { digitsOf, initials, loadPeople, savePeople } from './people.js';
import { createSheets } from './sheets.js';

const MAX_FILE_BYTES = 16 * 1024 * 1024;
const stored = loadPeople();
/** @type {any[]} */
let numbers = [];
let numberId = '';
/** Unread counts by person, for the numbers of everybody whose chat is not open. @type {Map<string, number>} */
let unread = new Map();

const person = () => stored.people.find((one) => one.number === stored.current) ?? stored.people[0];
const sheets = createSheets(send);
const chat = createChat({ ...sheets, send, markRead, tell: (text) => notice(text, 'hint') });

async function call(path, body) {
  const response = await fetch(
    `/_sim/${path}`,
    body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `The simulator answered ${response.status}.`);
  return answer;
}

/** Runs something that may fail and shows the reason under the chat. */
async function attempt(job) {
  try {
    await job();
    notice('');
  } catch (error) {
    notice(error instanceof TypeError ? 'The simulator is not reachable.' : error.message);
  }
}

/** @param {'problem' | 'hint'} kind */
function notice(text, kind = 'problem') {
  byId('notice').textContent = text;
  byId('notice').classList.toggle('is-hint', kind === 'hint');
  byId('notice').hidden = text === '';
}

function send(body) {
  return attempt(async () => {
    await call('inbound', {
      from: person().number,
      name: person().name,
      metaPhoneNumberId: numberId,
      ...body,
    });
    byId('chat').scrollTop = byId('chat').scrollHeight;
  });
}

/** Somebody looks at the chat: everything in it counts as read. */
function markRead() {
  if (document.visibilityState !== 'visible') return;
  call('read', { to: person().number, metaPhoneNumberId: numberId }).catch(() => undefined);
}

async function openChat() {
  drawPeople();
  const number = numbers.find((one) => one.metaPhoneNumberId === numberId);
  byId('business-name').textContent = number?.verifiedName ?? 'Business';
  byId('business-avatar').textContent = initials(number?.verifiedName ?? 'B');
  const thread = await call(`thread?with=${person().number}&metaPhoneNumberId=${numberId}`);
  chat.load(thread.items);
  markRead();
}

function drawPeople() {
  byId('people').replaceChildren(...stored.people.map(personElement));
  byId('owner-name').textContent = person().name;
  byId('owner-avatar').textContent = initials(person().name);
  document.title = `${person().name} – Parley phone`;
}

function personElement(one) {
  const waiting = one.number === person().number ? 0 : (unread.get(one.number) ?? 0);
  const choose = () => {
    stored.current = one.number;
    unread.delete(one.number);
    savePeople(stored);
    attempt(openChat);
  };
  const names = el('span', { class: 'names' }, [
    el('span', { text: one.name }),
    el('small', { text: one.shown }),
  ]);
  return el('li', {}, [
    el(
      'button',
      {
        type: 'button',
        class: 'person',
        'aria-current': String(one.number === person().number),
        onclick: choose,
      },
      [
        el('span', { class: 'avatar', 'aria-hidden': 'true', text: initials(one.name) }),
        names,
        waiting > 0 && el('span', { class: 'badge', text: waiting, 'aria-label': `${waiting} unread` }),
      ],
    ),
  ]);
}

async function loadNumbers() {
  numbers = (await call('numbers')).items;
  if (!numbers.some((one) => one.metaPhoneNumberId === numberId))
    numberId = numbers[0]?.metaPhoneNumberId ?? '';
  const select = byId('number');
  select.replaceChildren(
    ...numbers.map((one) =>
      el('option', { value: one.metaPhoneNumberId, text: `${one.verifiedName} ${one.displayPhoneNumber}` }),
    ),
  );
  select.value = numberId;
  byId('number-field').hidden = numbers.length < 2;
}

async function loadUnread() {
  const { items } = await call('conversations');
  unread = new Map(items.map((one) => [one.with, one.unread]));
}

/** Person dialog; `existing` is null for a new person. */
function editPerson(existing) {
  const dialog = byId('person-dialog');
  byId('person-title').textContent = existing ? 'Whose phone is this?' : 'Add a person';
  byId('person-name').value = existing?.name ?? '';
  byId('person-number').value = existing?.shown ?? '';
  byId('person-problem').textContent = '';
  byId('person-remove').hidden = !existing || stored.people.length < 2;
  byId('person-cancel').onclick = () => dialog.close();
  byId('person-remove').onclick = () => {
    stored.people = stored.people.filter((one) => one !== existing);
    savePerson(stored.people[0]);
  };
  byId('person-form').onsubmit = (event) => {
    event.preventDefault();
    const shown = byId('person-number').value.trim();
    const digits = digitsOf(shown);
    const isTaken = stored.people.some((one) => one !== existing && one.number === digits);
    if (!digits)
      byId('person-problem').textContent = 'Give the number with its country code, such as +1 555 123 4567.';
    else if (isTaken) byId('person-problem').textContent = 'Somebody here has this number already.';
    else {
      const changed = { number: digits, shown, name: byId('person-name').value.trim() };
      if (existing) Object.assign(existing, changed);
      else stored.people.push(changed);
      savePerson(existing ?? changed);
    }
  };
  dialog.showModal();
}

function savePerson(chosen) {
  stored.current = chosen.number;
  savePeople(stored);
  byId('person-dialog').close();
  attempt(openChat);
}

function listen() {
  const source = new EventSource('/_sim/events');
  const isHere = (event) => event.with === person().number && event.metaPhoneNumberId === numberId;
  const on = (name, handle) => source.addEventListener(name, (event) => handle(JSON.parse(event.data)));
  on('message', (message) => isHere(message) && chat.add(message));
  on('status', (event) => {
    if (isHere(event)) chat.status(event);
    else if (event.status === 'delivered' && event.direction === 'outbound') {
      unread.set(event.with, (unread.get(event.with) ?? 0) + 1);
      drawPeople();
    }
  });
  on('typing', (event) => isHere(event) && chat.typing(event.forMs));
  on('reset', () => attempt(start));
  // After a pause something may have been missed: load the thread anew.
  source.onopen = () => attempt(start);
  source.onerror = () => notice('The simulator is not reachable. Trying again…');
}

async function start() {
  await loadNumbers();
  await loadUnread();
  await openChat();
}

async function sendFile(file) {
  if (file.size > MAX_FILE_BYTES) throw new Error('The file is larger than 16 MB.');
  const base64 = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject(new Error('The file can not be read.'));
    reader.readAsDataURL(file);
  });
  const kind = ['image', 'audio', 'video'].find((one) => file.type.startsWith(`${one}/`)) ?? 'document';
  const media = { base64, mime_type: file.type || 'application/octet-stream' };
  if (kind === 'document') media.filename = file.name;
  await send({ message: { type: kind, [kind]: media } });
}

byId('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  const input = byId('text');
  const text = input.value.trim();
  if (text === '') return;
  input.value = '';
  input.focus();
  send({ text });
});
byId('text').addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  byId('composer').requestSubmit();
});
byId('file').addEventListener('change', (event) => {
  const [file] = event.target.files;
  if (file) attempt(() => sendFile(file));
  event.target.value = '';
});
byId('share-place').addEventListener('click', () => sheets.openPlace());
byId('number').addEventListener('change', (event) => {
  numberId = event.target.value;
  attempt(openChat);
});
byId('add-person').addEventListener('click', () => editPerson(null));
byId('edit-person').addEventListener('click', () => editPerson(person()));
document.addEventListener('visibilitychange', markRead);
listen();
