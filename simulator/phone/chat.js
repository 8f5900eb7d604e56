// The conversation that is open: what it holds, how it is drawn, and that an open chat is read.
import { messageElement, typingElement } from './bubble.js';
import { byId, el } from './dom.js';

const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const ON_PHONE = ['delivered', 'read', 'played'];

/**
 * @param {{
 *   send: (body: object) => Promise<void>,
 *   markRead: () => void,
 *   tell: (text: string) => void,
 *   openList: (wamid: string, list: any) => void,
 *   openForm: (wamid: string, title: string, form: any) => void,
 *   openPlace: (wamid?: string) => void,
 *   openShelf: (shelf: any) => void,
 * }} actions
 */
export function createChat(actions) {
  /** @type {Map<string, any>} */
  let messages = new Map();
  let isTyping = false;
  let typingTimer = 0;
  let drawing = 0;

  // What comes from the business is on the phone once it is delivered.
  const isVisible = (message) => message.direction === 'inbound' || ON_PHONE.includes(message.status);

  function draw() {
    drawing = 0;
    const thread = byId('thread');
    const chat = byId('chat');
    const isAtEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 120;
    const reactions = new Map();
    const items = [];
    let lastDay = '';
    const visible = [...messages.values()].filter(isVisible);
    for (const { bubble } of visible)
      if (bubble.reaction) reactions.set(bubble.reaction.wamid, bubble.reaction.emoji);
    for (const message of visible) {
      if (message.bubble.reaction) continue;
      const day = DAY.format(new Date(message.at));
      if (day !== lastDay) items.push(el('li', { class: 'day', text: day }));
      lastDay = day;
      items.push(
        messageElement(message, {
          quote: quoteFor(message),
          reaction: reactions.get(message.wamid),
          onPress: (button) => press(message, button),
          onList: (list) => actions.openList(message.wamid, list),
          onShelf: (shelf) => actions.openShelf(shelf),
        }),
      );
    }
    if (items.length === 0)
      items.push(el('li', { class: 'empty', text: 'Nothing here yet. Say "hi" to start.' }));
    if (isTyping) items.push(typingElement());
    const focused = document.activeElement?.closest('[data-wamid]')?.getAttribute('data-wamid');
    const index = focused ? focusables(focused).indexOf(document.activeElement) : -1;
    thread.replaceChildren(...items);
    if (focused) focusables(focused)[index]?.focus();
    if (isAtEnd) chat.scrollTop = chat.scrollHeight;
  }

  const focusables = (wamid) => [
    ...document.querySelectorAll(`[data-wamid="${CSS.escape(wamid)}"] :is(button, a)`),
  ];

  function drawSoon() {
    drawing ||= requestAnimationFrame(draw);
  }

  /** A press shows which message it answers only where that isn't the one right above. */
  function quoteFor(message) {
    if (!message.bubble.replyTo) return undefined;
    const target = messages.get(message.bubble.replyTo);
    return target ? (target.bubble.text ?? target.bubble.header ?? target.type) : undefined;
  }

  function press(message, button) {
    if (button.kind === 'reply') return actions.send({ press: { wamid: message.wamid, id: button.id } });
    if (button.kind === 'quickReply')
      return actions.send({ quickReply: { wamid: message.wamid, index: button.index } });
    if (button.kind === 'form') return actions.openForm(message.wamid, button.title, message.bubble.form);
    if (button.kind === 'location') return actions.openPlace(message.wamid);
    if (button.kind === 'link') return actions.tell(`On a phone this opens ${button.url}`);
    return undefined;
  }

  function setTyping(value, forMs = 0) {
    clearTimeout(typingTimer);
    isTyping = value;
    byId('presence').textContent = value ? 'typing…' : 'online';
    if (value) typingTimer = setTimeout(() => setTyping(false), forMs);
    drawSoon();
  }

  // A picture has no height before it is there: the end moves away under whoever was reading it.
  byId('thread').addEventListener(
    'load',
    ({ target }) => {
      const chat = byId('chat');
      const fromEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight;
      if (fromEnd < 120 + target.clientHeight) chat.scrollTop = chat.scrollHeight;
    },
    true,
  );

  return {
    /** Shows a thread as the server knows it. */
    load(items) {
      messages = new Map(items.map((message) => [message.wamid, message]));
      setTyping(false);
      draw();
      byId('chat').scrollTop = byId('chat').scrollHeight;
    },
    add(message) {
      messages.set(message.wamid, message);
      drawSoon();
    },
    status({ wamid, direction, status }) {
      const message = messages.get(wamid);
      if (!message) return;
      message.status = status;
      if (direction === 'inbound' && status === 'read') {
        // A read mark counts for everything before it, too.
        for (const earlier of messages.values()) {
          if (earlier.direction === 'inbound') earlier.status = 'read';
          if (earlier === message) break;
        }
      }
      if (direction === 'outbound' && status === 'delivered') {
        setTyping(false);
        actions.markRead();
      }
      drawSoon();
    },
    typing: (forMs) => setTyping(true, forMs),
  };
}
