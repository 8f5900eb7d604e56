/** Files and addresses that messages point to: their checks, and what they become. */
import type { FileSource } from '../../../messaging/content.ts';
import type { NodeProblem, StepFault } from '../contract.ts';
import { problem, requiredText } from './checks.ts';
import type { FileSourceData } from './fields.ts';
import { WHATSAPP_LIMITS } from './limits.ts';
import { renderField, type TextInput } from './render.ts';

/** Renders an address and refuses what people's phones or Meta couldn't open: only whole https addresses pass. */
export function renderAddress(input: TextInput, template: string): { url: string } | { problem: StepFault } {
  const rendered = renderField(input, template, WHATSAPP_LIMITS.url);
  if ('problem' in rendered) return rendered;
  const url = httpsAddress(rendered.text);
  if (url !== null) return { url };
  return { problem: { code: 'url_invalid', message: 'The address is no whole https address.' } };
}

export function renderFileSource(
  input: TextInput,
  source: FileSourceData,
): { source: FileSource } | { problem: StepFault } {
  if (source.by === 'file') {
    return isFileId(source.fileId) ? { source: { fileId: source.fileId } } : { problem: noFile };
  }
  if (source.by === 'link') {
    const address = renderAddress(input, source.link);
    return 'problem' in address ? address : { source: { link: address.url } };
  }
  const rendered = renderField(input, source.mediaId, 128);
  if ('problem' in rendered) return rendered;
  // Meta's ids are digits; anything else would be refused after a round trip.
  if (!/^\d{1,64}$/.test(rendered.text)) {
    return {
      problem: {
        code: 'media_id_invalid',
        message: 'The media id isn’t one of WhatsApp’s: it has digits only.',
      },
    };
  }
  return { source: { mediaId: rendered.text } };
}

/** The name that people see of a document: what is written, else that of the uploaded file. */
export function shownName(written: string, source: FileSourceData): { filename?: string } {
  const filename = written === '' && source.by === 'file' ? (source.name ?? '') : written;
  return filename === '' ? {} : { filename };
}

/** An address with placeholders is known only once they are filled in. */
export function addressProblems(template: string, field: string, what: string): NodeProblem[] {
  const problems = requiredText(template, field, what, WHATSAPP_LIMITS.url);
  if (problems.length > 0 || template.includes('{%')) return problems;
  if (template.includes('{{')) {
    const isFixedElsewhere = /^\s*(?!https:)[a-z][a-z0-9+.-]*:/i.test(template);
    return isFixedElsewhere ? [notHttps(field, what)] : [];
  }
  return httpsAddress(template.trim()) === null ? [notHttps(field, what)] : [];
}

export function fileSourceProblems(source: FileSourceData, field: string): NodeProblem[] {
  switch (source.by) {
    case 'file':
      if (isFileId(source.fileId)) return [];
      return [problem('required-field', `${field}.fileId`, 'Upload a file or choose an uploaded one.')];
    case 'link':
      return addressProblems(source.link, `${field}.link`, 'The address of the file');
    case 'mediaId':
      return requiredText(source.mediaId, `${field}.mediaId`, 'The media id', 128);
  }
}

const noFile: StepFault = { code: 'file_missing', message: 'No file is chosen.' };

/** As we write them: what else stands there names none of ours. */
function isFileId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** The address with blanks and other odd characters escaped, null when it isn't https or names no host of the internet. */
function httpsAddress(address: string): string | null {
  if (!/^https:\/\//i.test(address) || !URL.canParse(address)) return null;
  const url = new URL(address);
  const isPublic = url.hostname.includes('.') || url.hostname.startsWith('[');
  return isPublic && url.username === '' && url.password === '' ? url.href : null;
}

function notHttps(field: string, what: string): NodeProblem {
  return problem(
    'bad-url',
    field,
    `${what} must begin with https:// and name a host, such as https://example.com/a.`,
  );
}
