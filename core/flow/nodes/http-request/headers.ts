import type { HttpCall } from '../../calls.ts';
import type { StepFault, StepInput } from '../contract.ts';
import { isHeaderName, isOwnHeader } from '../shared/http-headers.ts';
import type { HttpRequestData } from './manifest.ts';

/** Visible ASCII, blanks and the letters of Latin-1: what a header can carry. */
const HEADER_VALUE = /^[\t\x20-\x7e\xa0-\xff]*$/;

/**
 * Line breaks in values become blanks, so that an answer can't add a header; other characters that HTTP doesn't carry are a
 * fault.
 */
export function renderHeaders(
  input: StepInput,
  given: HttpRequestData['headers'],
  contentType: string | null,
): { headers: HttpCall['headers'] } | { problem: StepFault } {
  const headers: HttpCall['headers'] = [];
  for (const { name, value, secret } of given) {
    const trimmed = name.trim();
    if (trimmed === '') continue;
    if (!isHeaderName(trimmed) || !isOwnHeader(trimmed)) return fault(`Header ${trimmed} can't be set here.`);
    const rendered = input.render(value);
    if ('problem' in rendered) return rendered;
    // A blank at the end of what stands before a secret belongs to it: `Bearer `.
    const line = rendered.text.replace(/\s+/gu, ' ').trimStart();
    if (!HEADER_VALUE.test(line)) {
      return fault(
        `The value of header ${trimmed} holds characters that HTTP can't carry: use the filter url_encode.`,
      );
    }
    const hidden = secret === undefined || secret === '' ? null : secret;
    headers.push({ name: trimmed, value: hidden === null ? line.trimEnd() : line, secret: hidden });
  }
  const hasType = headers.some(({ name }) => name.toLowerCase() === 'content-type');
  if (contentType !== null && !hasType)
    headers.push({ name: 'Content-Type', value: contentType, secret: null });
  return { headers };
}

function fault(message: string): { problem: StepFault } {
  return { problem: { code: 'bad_header', message } };
}
