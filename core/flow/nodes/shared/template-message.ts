/** A template with its values filled in: the only message that may go out at any time. */
import type { SendPurpose, TemplateContent } from '../../../messaging/content.ts';
import { fillPlaceholders, placeholdersOf, type TemplateHeader } from '../../../messaging/template-parts.ts';
import type { TemplateFacts } from '../../run.ts';
import type { StepFault, StepInput } from '../contract.ts';
import type { TemplateUseData } from './fields.ts';
import { renderFileSource, shownName } from './files.ts';
import { isSendableTemplate } from '../../../messaging/policy.ts';
import { localeCandidates } from './languages.ts';
import { WHATSAPP_LIMITS } from './limits.ts';
import { renderPlace } from './places.ts';
import { renderField, renderOptional, type TextInput } from './render.ts';

/** What a template is filled from. */
export type TemplateInput = TextInput &
  Pick<StepInput, 'template'> & { contact: Pick<StepInput['contact'], 'locale'> };

/** @param payloads what quick-reply buttons send back, by the button's place in the template */
export function templateMessage(
  input: TemplateInput,
  use: TemplateUseData,
  payloads: readonly { index: number; payload: string }[] = [],
): { content: TemplateContent; purpose: SendPurpose } | { problem: StepFault } {
  const template = chooseLanguage(input, use);
  if (template === null) {
    return fault('template_not_found', `There is no template ${use.name} in ${use.language}.`);
  }
  const { facts, language } = template;
  const header = renderHeader(input, use);
  if ('problem' in header) return header;
  const body = renderValues(input, use.body);
  if ('problem' in body) return body;
  const wanted = placeholdersOf(facts.body).length;
  if (body.values.length !== wanted) {
    return fault(
      'template_params',
      `Template ${use.name} takes ${wanted} values; ${body.values.length} are given.`,
    );
  }
  const urls = renderUrlEnds(input, use);
  if ('problem' in urls) return urls;
  const quickReplies = payloads.map(({ index, payload }) => ({
    index,
    subType: 'quick_reply' as const,
    value: payload,
  }));
  const buttons = [...quickReplies, ...urls.buttons].sort((left, right) => left.index - right.index);
  return {
    content: {
      type: 'template',
      name: use.name,
      language,
      ...header.parts,
      body: body.values,
      ...(buttons.length > 0 && { buttons }),
      preview: fillPlaceholders(facts.body, body.values),
    },
    purpose: purposeOf(facts.category),
  };
}

/** The contact's own language counts only where the same values fit and Meta takes the template. */
function chooseLanguage(
  input: TemplateInput,
  use: TemplateUseData,
): { facts: TemplateFacts; language: string } | null {
  const locales = use.useContactLanguage === true ? localeCandidates(input.contact.locale) : [];
  for (const language of locales) {
    const facts = input.template(use.name, language);
    if (facts && isSendableTemplate(facts.status) && takes(facts, use)) return { facts, language };
  }
  const facts = input.template(use.name, use.language);
  return facts === null ? null : { facts, language: use.language };
}

/** Whether the template has room for exactly what is given; what isn't known of it fits. */
function takes({ body, header, urlButtons }: TemplateFacts, use: TemplateUseData): boolean {
  const urls = (use.urls ?? []).map(({ index }) => index).sort();
  return (
    placeholdersOf(body).length === use.body.length &&
    (header === undefined || takesHeader(header, use)) &&
    (urlButtons === undefined || [...urlButtons].sort().join() === urls.join())
  );
}

function takesHeader(header: TemplateHeader, use: TemplateUseData): boolean {
  const values = header.kind === 'text' ? placeholdersOf(header.text).length : 0;
  return (
    use.header.length === values &&
    use.headerMedia?.kind === (header.kind === 'media' ? header.media : undefined) &&
    (use.headerLocation !== undefined) === (header.kind === 'location')
  );
}

type HeaderParts = Pick<TemplateContent, 'header' | 'headerMedia' | 'headerLocation'>;

function renderHeader(
  input: TextInput,
  { header, headerMedia, headerLocation }: TemplateUseData,
): { parts: HeaderParts } | { problem: StepFault } {
  if (headerMedia !== undefined) {
    const file = renderFileSource(input, headerMedia.source);
    if ('problem' in file) return file;
    const { kind } = headerMedia;
    if (kind !== 'document') return { parts: { headerMedia: { kind, ...file.source } } };
    const written = renderOptional(input, headerMedia.filename, WHATSAPP_LIMITS.filename);
    if ('problem' in written) return written;
    const name = shownName(written.text, headerMedia.source);
    return { parts: { headerMedia: { kind, ...file.source, ...name } } };
  }
  if (headerLocation !== undefined) {
    const rendered = renderPlace(input, headerLocation);
    return 'problem' in rendered ? rendered : { parts: { headerLocation: rendered.place } };
  }
  const values = renderValues(input, header);
  if ('problem' in values) return values;
  return { parts: values.values.length > 0 ? { header: values.values } : {} };
}

function renderUrlEnds(
  input: TextInput,
  { urls = [] }: TemplateUseData,
): { buttons: { index: number; subType: 'url'; value: string }[] } | { problem: StepFault } {
  const rendered = renderValues(
    input,
    urls.map((url) => url.value),
  );
  if ('problem' in rendered) return rendered;
  return {
    buttons: urls.map(({ index }, at) => ({
      index,
      subType: 'url',
      value: escapeUrlEnd(rendered.values[at] ?? ''),
    })),
  };
}

/** What can't stand in an address is escaped; what is escaped already stays as it is. */
function escapeUrlEnd(value: string): string {
  return value.toWellFormed().replace(/[\s"<>\\^`{|}]|[^\x21-\x7e]/gu, encodeURIComponent);
}

/** Meta refuses values that are empty or hold line breaks, tabs or more than four spaces in a row. */
function renderValues(
  input: TextInput,
  templates: readonly string[],
): { values: string[] } | { problem: StepFault } {
  const values: string[] = [];
  for (const template of templates) {
    const rendered = renderField(
      { render: (text) => collapsed(input.render(text)) },
      template,
      WHATSAPP_LIMITS.templateValue,
    );
    if ('problem' in rendered) return rendered;
    values.push(rendered.text);
  }
  return { values };
}

function collapsed(rendered: { text: string } | { problem: StepFault }) {
  return 'problem' in rendered ? rendered : { text: rendered.text.replace(/\s+/gu, ' ') };
}

export function purposeOf(category: TemplateFacts['category']): SendPurpose {
  switch (category) {
    case 'MARKETING':
      return 'marketing';
    case 'UTILITY':
      return 'utility';
    case 'AUTHENTICATION':
      return 'authentication';
  }
}

function fault(code: string, message: string): { problem: StepFault } {
  return { problem: { code, message } };
}
