// The people whose phones can be used, kept in this browser.

const KEY = 'parley-phone-people';
const FIRST = { number: '15551234567', shown: '+1 555 123 4567', name: 'Maya' };

/** @typedef {{number: string, shown: string, name: string}} Person */

/** @returns {{people: Person[], current: string}} */
export function loadPeople() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (Array.isArray(stored?.people) && stored.people.length > 0) return stored;
  } catch {
    // Not readable: begin anew.
  }
  return { people: [{ ...FIRST }], current: FIRST.number };
}

/** @param {{people: Person[], current: string}} state */
export function savePeople(state) {
  localStorage.setItem(KEY, JSON.stringify(state));
}

/** Digits of what somebody typed, or null when it is no phone number. */
export function digitsOf(/** @type {string} */ typed) {
  const digits = typed.replace(/\D/g, '');
  return /^\d{7,15}$/.test(digits) ? digits : null;
}

/** First letters for an avatar. */
export function initials(/** @type {string} */ name) {
  const words = name.trim().split(/\s+/);
  return (
    words
      .slice(0, 2)
      .map((word) => [...word][0] ?? '')
      .join('')
      .toUpperCase() || '?'
  );
}
