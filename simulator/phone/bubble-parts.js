// What a bubble holds besides words: files, places, contact cards. Nothing is loaded from outside the simulator.
import { el, safeAddress } from './dom.js';
import { initials } from './people.js';

const SVG = 'http://www.w3.org/2000/svg';
const KIND_NAMES = {
  image: 'Picture',
  video: 'Video',
  audio: 'Audio',
  document: 'Document',
  sticker: 'Sticker',
};
const PICTURE_PATHS = {
  image: 'M3 5h18v14H3zM7 9.5a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0M3 17l5-4 4 3 4-5 5 5',
  video: 'M3 6h12v12H3zM15 10l6-3v10l-6-3',
};

/** A file that the simulator has is shown; one at an address elsewhere is named. */
export function mediaElement(media) {
  const own = media.id ? `/_sim/media/${encodeURIComponent(media.id)}` : null;
  if (own && (media.kind === 'image' || media.kind === 'sticker')) {
    const alt = media.kind === 'image' ? 'Picture' : 'Sticker';
    return el('img', { class: media.kind === 'sticker' ? 'sticker' : 'picture', src: own, alt });
  }
  if (own && media.kind === 'audio') return el('audio', { controls: true, src: own });
  if (own && media.kind === 'video') return el('video', { controls: true, class: 'picture', src: own });
  const address = own ?? (media.link ? safeAddress(media.link) : null);
  const isPicture = media.kind === 'image' || media.kind === 'video';
  return isPicture && !own ? farPicture(media, address) : fileRow(media, address);
}

/** Stands for a picture or a film whose bytes are elsewhere. */
function farPicture(media, address) {
  return el('div', { class: 'far-picture' }, [
    drawing(PICTURE_PATHS[media.kind]),
    el('small', { text: hostOf(address) ?? KIND_NAMES[media.kind] }),
    linkOf(address, fileName(media)),
  ]);
}

function fileRow(media, address) {
  const name = fileName(media);
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1] ?? media.kind.slice(0, 3);
  return el('div', { class: 'file' }, [
    el('span', { class: 'ending', 'aria-hidden': 'true', text: ending.toUpperCase() }),
    el('span', { class: 'lines' }, [
      linkOf(address, name),
      el('small', {
        text: [KIND_NAMES[media.kind] ?? media.kind, hostOf(address)].filter(Boolean).join(' · '),
      }),
    ]),
  ]);
}

function fileName(media) {
  const path = media.link ? safeAddress(media.link)?.split(/[?#]/)[0]?.split('/').pop() : undefined;
  return media.filename ?? (decoded(path) || KIND_NAMES[media.kind] || media.kind);
}

function linkOf(address, text) {
  if (!address) return el('span', { text });
  return el('a', { href: address, target: '_blank', rel: 'noopener noreferrer', text });
}

function hostOf(address) {
  if (!address || address.startsWith('/')) return null;
  return new URL(address).hostname;
}

function decoded(text) {
  try {
    return text && decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function locationElement(location) {
  return el('div', { class: 'place' }, [
    el('div', { class: 'map', 'aria-hidden': 'true' }, [
      drawing('M12 21s-6-5.6-6-10a6 6 0 1 1 12 0c0 4.4-6 10-6 10zM10 11a2 2 0 1 0 4 0a2 2 0 1 0-4 0'),
    ]),
    el('span', { text: location.name ?? 'Location' }),
    location.address && el('small', { text: location.address }),
    el('small', { text: `${location.latitude}, ${location.longitude}` }),
  ]);
}

export function cardElement(card) {
  const lines = [card.organisation, ...card.phones, ...card.emails].filter(Boolean);
  return el('div', { class: 'file' }, [
    el('span', { class: 'avatar', 'aria-hidden': 'true', text: initials(card.name) }),
    el('span', { class: 'lines' }, [
      el('span', { text: card.name }),
      ...lines.map((line) => el('small', { text: line })),
    ]),
  ]);
}

export function drawing(path) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}
