/** What the form holds, and the template that comes of it. */
import type { Template } from '../../../../core/api/templates.ts';
import type {
  TemplateButtonDefinition,
  TemplateCategory,
  TemplateComponent,
  TemplateDefinition,
} from '../../../../core/messaging/template-definition.ts';
import { placeholdersOf } from '../../../../core/messaging/template-parts.ts';

export type ButtonType = 'QUICK_REPLY' | 'URL' | 'PHONE_NUMBER' | 'COPY_CODE';

export interface ButtonDraft {
  key: string;
  type: ButtonType;
  text: string;
  /** Address, number or code. */
  value: string;
  /** Of an address with a variable. */
  example: string;
}

export interface TemplateDraft {
  wabaId: string;
  name: string;
  language: string;
  category: TemplateCategory;
  header: 'none' | 'text' | 'location';
  headerText: string;
  body: string;
  footer: string;
  /** By variable: `header:1`, `body:first_name`. */
  examples: Readonly<Record<string, string>>;
  buttons: readonly ButtonDraft[];
  /** Of authentication templates. */
  hasAdvice: boolean;
  expiresMinutes: number;
}

export const emptyDraft: TemplateDraft = {
  wabaId: '',
  name: '',
  language: 'en_US',
  category: 'UTILITY',
  header: 'none',
  headerText: '',
  body: '',
  footer: '',
  examples: {},
  buttons: [],
  hasAdvice: true,
  expiresMinutes: 10,
};

/** As Meta names templates, while it is typed. */
export function nameOf(typed: string): string {
  return typed.toLowerCase().replaceAll(/[^a-z0-9_]+/g, '_');
}

/** Variables in the order in which examples are asked for. */
export function variablesOf(draft: TemplateDraft): { part: 'header' | 'body'; name: string; key: string }[] {
  if (draft.category === 'AUTHENTICATION') return [];
  const of = (part: 'header' | 'body', text: string) =>
    placeholdersOf(text).map((name) => ({ part, name, key: `${part}:${name}` }));
  return [...(draft.header === 'text' ? of('header', draft.headerText) : []), ...of('body', draft.body)];
}

export function definitionOf(draft: TemplateDraft): TemplateDefinition {
  const { name, language, category } = draft;
  const isNamed = variablesOf(draft).some((variable) => !/^\d+$/.test(variable.name));
  return {
    ...{ name, language, category },
    parameterFormat: isNamed ? 'NAMED' : 'POSITIONAL',
    components: category === 'AUTHENTICATION' ? codeComponents(draft) : wordComponents(draft, isNamed),
  };
}

function codeComponents({ hasAdvice, expiresMinutes }: TemplateDraft): TemplateComponent[] {
  return [
    { type: 'BODY', add_security_recommendation: hasAdvice },
    { type: 'FOOTER', code_expiration_minutes: expiresMinutes },
    { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy code' }] },
  ];
}

function wordComponents(draft: TemplateDraft, isNamed: boolean): TemplateComponent[] {
  const examples = (part: 'header' | 'body') => {
    const variables = variablesOf(draft).filter((one) => one.part === part);
    return variables.map(({ name, key }) => ({ param_name: name, example: draft.examples[key] ?? '' }));
  };
  const [ofHeader, ofBody] = [examples('header'), examples('body')];
  const components: TemplateComponent[] = [];
  if (draft.header === 'location') components.push({ type: 'HEADER', format: 'LOCATION' });
  if (draft.header === 'text') {
    const example = isNamed
      ? { header_text_named_params: ofHeader }
      : { header_text: ofHeader.map((one) => one.example) };
    components.push({
      ...{ type: 'HEADER', format: 'TEXT', text: draft.headerText },
      ...(ofHeader.length > 0 ? { example } : {}),
    });
  }
  const example = isNamed
    ? { body_text_named_params: ofBody }
    : { body_text: [ofBody.map((one) => one.example)] };
  components.push({ type: 'BODY', text: draft.body, ...(ofBody.length > 0 ? { example } : {}) });
  if (draft.footer !== '') components.push({ type: 'FOOTER', text: draft.footer });
  if (draft.buttons.length > 0) components.push({ type: 'BUTTONS', buttons: draft.buttons.map(buttonOf) });
  return components;
}

function buttonOf({ type, text, value, example }: ButtonDraft): TemplateButtonDefinition {
  switch (type) {
    case 'QUICK_REPLY':
      return { type, text };
    case 'URL':
      return { type, text, url: value, ...(value.includes('{{') ? { example: [example] } : {}) };
    case 'PHONE_NUMBER':
      return { type, text, phone_number: value.replaceAll(/[\s()-]/g, '') };
    case 'COPY_CODE':
      return { type, example: value };
  }
}

/** A template as the form would have made it; null when it has parts that the form doesn't know, such as a picture. */
export function draftOf(template: Template): TemplateDraft | null {
  const { wabaId, name, language, category } = template;
  if (category === 'AUTHENTICATION') return null;
  const draft: TemplateDraft = { ...emptyDraft, wabaId, name, language, category };
  const examples: Record<string, string> = {};
  for (const component of template.components) {
    const text = textOf(component.text);
    switch (component.type) {
      case 'HEADER':
        if (component.format === 'TEXT') Object.assign(draft, { header: 'text', headerText: text });
        else if (component.format === 'LOCATION') draft.header = 'location';
        else return null;
        Object.assign(examples, examplesOf('header', text, component.example));
        break;
      case 'BODY':
        draft.body = text;
        Object.assign(examples, examplesOf('body', text, component.example));
        break;
      case 'FOOTER':
        draft.footer = text;
        break;
      case 'BUTTONS': {
        const buttons = Array.isArray(component.buttons) ? component.buttons.map(buttonDraft) : [];
        if (buttons.includes(null)) return null;
        draft.buttons = buttons.filter((button) => button !== null);
        break;
      }
      default:
        return null;
    }
  }
  return { ...draft, examples };
}

type Given = Readonly<Record<string, unknown>>;

function buttonDraft(button: unknown, at: number): ButtonDraft | null {
  const { type, text, url, phone_number: phone, example } = (button ?? {}) as Given;
  const shared = { key: `${at}`, text: textOf(text), example: '' };
  const sample = textOf(Array.isArray(example) ? example[0] : example);
  switch (type) {
    case 'QUICK_REPLY':
      return { ...shared, type, value: '' };
    case 'URL':
      return { ...shared, type, value: textOf(url), example: sample };
    case 'PHONE_NUMBER':
      return { ...shared, type, value: textOf(phone) };
    case 'COPY_CODE':
      return { ...shared, type, value: sample };
    default:
      return null;
  }
}

/** Examples of a component as Meta gives them, by variable. */
export function examplesOf(part: 'header' | 'body', text: string, example: unknown): Record<string, string> {
  const given = (example ?? {}) as Given;
  const named = given[`${part}_text_named_params`];
  if (Array.isArray(named))
    return Object.fromEntries(
      (named as Given[]).map((one) => [`${part}:${textOf(one.param_name)}`, textOf(one.example)]),
    );
  const listed = given[`${part}_text`];
  // A list of lists for the body; older templates have a flat one.
  const values: unknown[] = Array.isArray(listed) ? (listed.flat() as unknown[]) : [];
  return Object.fromEntries(placeholdersOf(text).map((name, at) => [`${part}:${name}`, textOf(values[at])]));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
