// Makes elements. Text always goes in as text: nothing that a business sends is ever read as HTML.

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] `text` is the text content, `on...` are listeners
 * @param {(Node | null | undefined | false)[]} [children]
 */
export function el(tag, attributes = {}, children = []) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === 'text') node.textContent = String(value);
    else if (key.startsWith('on')) node.addEventListener(key.slice(2), /** @type {EventListener} */ (value));
    else node.setAttribute(key, value === true ? '' : String(value));
  }
  node.append(...children.filter(Boolean));
  return node;
}

/** @param {string} id */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`The page has no element "${id}".`);
  return node;
}

/** Only http and https addresses become links. @param {string} address */
export function safeAddress(address) {
  try {
    const url = new URL(address);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}

const MARKS = /(\*[^*\n]+\*|_[^_\n]+_|~[^~\n]+~|`[^`\n]+`|https?:\/\/[^\s]+)/;
const TAGS = { '*': 'strong', _: 'em', '~': 's', '`': 'code' };

/** WhatsApp's markup (*bold*, _italic_, ~struck~, `code`) and addresses, as elements. @param {string} text */
export function formatted(text) {
  return el(
    'p',
    {},
    text.split(MARKS).map((part) => piece(part)),
  );
}

/** @param {string} part */
function piece(part) {
  const address = /^https?:\/\//.test(part) ? safeAddress(part) : null;
  if (address) return el('a', { href: address, target: '_blank', rel: 'noopener noreferrer', text: part });
  const tag = part.length > 2 && part.at(-1) === part[0] ? TAGS[/** @type {'*'} */ (part[0])] : undefined;
  if (tag && MARKS.test(part)) return el(tag, { text: part.slice(1, -1) });
  return document.createTextNode(part);
}
