/**
 * The address of a request. Values are percent-encoded where they are put in, so that an answer such as `../admin?x=` stays
 * one part of the path and can't turn the request into another one.
 */
import type { StepFault, StepInput } from '../contract.ts';

const MAX_URL_LENGTH = 4_096;
const OUTPUT = /\{\{.*?\}\}/gsu;

/**
 * Whether scheme and host are written out. An address that begins with a placeholder leads wherever its value says: that is
 * possible (a callback that came with the trigger), but never together with a secret.
 */
export function hasFixedHost(template: string): boolean {
  return /^https?:\/\/[^/?#{}]+(?:[/?#]|$)/i.test(template.trim());
}

/** Tags can't be taken apart into pieces to encode. */
export function hasTags(template: string): boolean {
  return template.includes('{%');
}

export function renderUrl(
  input: StepInput,
  template: string,
  query: readonly { name: string; value: string }[],
): { url: string } | { problem: StepFault } {
  if (hasTags(template)) return fault('An address takes placeholders such as {{ answers.id }}, no tags.');
  const pieces: string[] = [];
  let end = 0;
  const trimmed = template.trim();
  for (const match of trimmed.matchAll(OUTPUT)) {
    pieces.push(trimmed.slice(end, match.index));
    const rendered = input.render(match[0]);
    if ('problem' in rendered) return rendered;
    const value = rendered.text.trim();
    const isWhole = match.index === 0;
    pieces.push(
      isWhole || match[0].includes('url_encode') ? value : encodeURIComponent(value.toWellFormed()),
    );
    end = match.index + match[0].length;
  }
  const composed = [...pieces, trimmed.slice(end)].join('');
  if (end > 0 && stepsUp(composed))
    return fault('A value in the address is only dots, which would leave its path.');
  return withQuery(input, composed, query);
}

function withQuery(
  input: StepInput,
  address: string,
  query: readonly { name: string; value: string }[],
): { url: string } | { problem: StepFault } {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return fault('The address is no complete URL once its variables are filled in.');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return fault('The address must begin with https:// or http://.');
  const pairs = new URLSearchParams();
  for (const { name, value } of query) {
    if (name.trim() === '') continue;
    const rendered = input.render(value);
    if ('problem' in rendered) return rendered;
    pairs.append(name.trim(), rendered.text.trim());
  }
  // NOTE: put together as text: searchParams would write the author's own query anew.
  if (pairs.size > 0)
    url.search = [url.search.slice(1), pairs.toString()].filter((part) => part !== '').join('&');
  url.hash = '';
  if (url.href.length > MAX_URL_LENGTH)
    return fault(`The address is longer than ${MAX_URL_LENGTH} characters.`);
  return { url: url.href };
}

function stepsUp(address: string): boolean {
  const path = address.replace(/[?#].*$/s, '');
  return path.split('/').some((segment) => segment === '.' || segment === '..');
}

function fault(message: string): { problem: StepFault } {
  return { problem: { code: 'bad_url', message } };
}
