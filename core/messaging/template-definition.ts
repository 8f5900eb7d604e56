/**
 * What a message template has to be like before Meta looks at it, so that whoever writes one hears at once what Meta would refuse after a
 * while. Limits: https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates/components
 */
import { buttonProblems, type TemplateButtonDefinition } from './template-buttons.ts';
import {
  check,
  ONLY_AUTHENTICATION,
  templateLimits,
  tooLong,
  type TemplateCategory,
  type TemplateProblem,
} from './template-limits.ts';
import { placeholdersOf } from './template-parts.ts';

export type { TemplateButtonDefinition } from './template-buttons.ts';
export { templateCategories, type TemplateCategory, type TemplateProblem } from './template-limits.ts';

export const parameterFormats = ['POSITIONAL', 'NAMED'] as const;
export type ParameterFormat = (typeof parameterFormats)[number];

interface NamedExample {
  param_name: string;
  example: string;
}

/** The components that can be made here, as Meta writes them. Others (carousels, catalogues) are made in WhatsApp Manager and read. */
export type TemplateComponent =
  | {
      type: 'HEADER';
      format: 'TEXT';
      text: string;
      example?: { header_text?: string[]; header_text_named_params?: NamedExample[] };
    }
  /** The handle is what Meta's Resumable Upload API gave for a sample of the file. */
  | { type: 'HEADER'; format: 'IMAGE' | 'VIDEO' | 'DOCUMENT'; example: { header_handle: string[] } }
  | { type: 'HEADER'; format: 'LOCATION' }
  | {
      type: 'BODY';
      text?: string;
      example?: { body_text?: string[][]; body_text_named_params?: NamedExample[] };
      /** Of AUTHENTICATION, whose words are Meta's own. */
      add_security_recommendation?: boolean;
    }
  | { type: 'FOOTER'; text?: string; code_expiration_minutes?: number }
  | { type: 'BUTTONS'; buttons: TemplateButtonDefinition[] };

export interface TemplateDefinition {
  name: string;
  language: string;
  category: TemplateCategory;
  parameterFormat: ParameterFormat;
  components: readonly TemplateComponent[];
}

/** Everything that Meta would refuse, in the order in which people read a template; nothing means that Meta may be asked. */
export function templateProblems(definition: TemplateDefinition): TemplateProblem[] {
  const { name, language, category, components } = definition;
  return [
    ...check('name', !/^[a-z0-9_]+$/.test(name), 'Use lower-case letters, digits and underscores.'),
    ...check('name', name.length > templateLimits.name, tooLong(name, templateLimits.name)),
    ...check('language', !/^[a-z]{2,3}(_[A-Z]{2,3})?$/.test(language), 'Use a language code, such as en_US.'),
    ...repeated(components),
    ...(category === 'AUTHENTICATION' ? authenticationProblems(components) : wordProblems(definition)),
    ...buttonProblems(buttonsOf(components), category),
  ];
}

function wordProblems({ components, parameterFormat }: TemplateDefinition): TemplateProblem[] {
  const body = components.find((one) => one.type === 'BODY');
  const footer = components.find((one) => one.type === 'FOOTER');
  return [
    ...components.flatMap((one) =>
      one.type === 'HEADER' && one.format === 'TEXT' ? headerProblems(one, parameterFormat) : [],
    ),
    ...bodyProblems(body ?? { type: 'BODY' }, parameterFormat),
    ...check('body', body?.add_security_recommendation !== undefined, ONLY_AUTHENTICATION),
    ...footerProblems(footer),
  ];
}

function headerProblems(
  { text, example }: Extract<TemplateComponent, { format: 'TEXT' }>,
  format: ParameterFormat,
): TemplateProblem[] {
  const found = placeholdersOf(text);
  const given =
    format === 'NAMED'
      ? (example?.header_text_named_params ?? [])
      : (example?.header_text ?? []).map((value) => ({ param_name: '1', example: value }));
  return [
    ...check('header', text.trim() === '', 'Write something, or take the header away.'),
    ...check('header', text.length > templateLimits.header, tooLong(text, templateLimits.header)),
    ...check('header', found.length > 1, 'A header has at most one variable.'),
    ...variableProblems('header', text, format),
    ...exampleProblems('header', found, given),
  ];
}

function bodyProblems(
  { text = '', example }: Extract<TemplateComponent, { type: 'BODY' }>,
  format: ParameterFormat,
): TemplateProblem[] {
  const found = placeholdersOf(text);
  const given =
    format === 'NAMED'
      ? (example?.body_text_named_params ?? [])
      : (example?.body_text?.[0] ?? []).map((value, at) => ({ param_name: `${at + 1}`, example: value }));
  const words = text.trim();
  return [
    ...check('body', words === '', 'Write what the message says.'),
    ...check('body', text.length > templateLimits.body, tooLong(text, templateLimits.body)),
    ...check(
      'body',
      /^\{\{[^{}]*\}\}/u.test(words) || /\{\{[^{}]*\}\}$/u.test(words),
      'Put words before the first variable and after the last one: Meta takes none at an end.',
    ),
    ...check(
      'body',
      /\}\}\s*\{\{/u.test(words),
      'Put words between two variables: Meta takes none side by side.',
    ),
    ...check('body', /\n{3,}/u.test(words), 'Leave at most one line empty.'),
    ...variableProblems('body', text, format),
    ...exampleProblems('body', found, given),
  ];
}

function footerProblems(
  footer: Extract<TemplateComponent, { type: 'FOOTER' }> | undefined,
): TemplateProblem[] {
  if (!footer) return [];
  const { text = '' } = footer;
  return [
    ...check('footer', text.trim() === '', 'Write something, or take the footer away.'),
    ...check('footer', text.length > templateLimits.footer, tooLong(text, templateLimits.footer)),
    ...check('footer', placeholdersOf(text).length > 0, 'A footer has no variables.'),
    ...check('footer', footer.code_expiration_minutes !== undefined, ONLY_AUTHENTICATION),
  ];
}

/** Meta writes the words of these; what is left is whether a code is copied, and for how long it holds. */
function authenticationProblems(components: readonly TemplateComponent[]): TemplateProblem[] {
  const footer = components.find((one) => one.type === 'FOOTER');
  const minutes = footer?.code_expiration_minutes;
  return [
    ...check('body', !components.some(({ type }) => type === 'BODY'), 'The body is missing.'),
    ...components.flatMap((one) =>
      one.type === 'BODY'
        ? check('body', one.text !== undefined, 'Meta writes the text of authentication templates.')
        : one.type === 'HEADER'
          ? check('header', true, 'Authentication templates have no header.')
          : [],
    ),
    ...(footer
      ? check(
          'footer',
          footer.text !== undefined || minutes === undefined || minutes < 1 || minutes > 90,
          'The footer says for how long the code holds: 1 to 90 minutes.',
        )
      : []),
    ...check(
      'buttons',
      !buttonsOf(components).some(({ type }) => type === 'OTP'),
      'Add the button that copies the code.',
    ),
  ];
}

/** Numbered ones go up from 1 without a gap; named ones are names, and all of them. */
function variableProblems(part: string, text: string, format: ParameterFormat): TemplateProblem[] {
  const names = [...text.matchAll(/\{\{(.*?)\}\}/gsu)].map((match) => match[1] ?? '');
  const strange = names.find(
    (name) => !(format === 'NAMED' ? /^[a-z_][a-z0-9_]*$/ : /^[1-9]\d?$/).test(name),
  );
  if (strange !== undefined)
    return check(
      part,
      true,
      format === 'NAMED'
        ? `{{${strange.slice(0, 40)}}}: names of variables are lower-case letters, digits and underscores.`
        : `{{${strange.slice(0, 40)}}}: variables are {{1}}, {{2}} and so on.`,
    );
  if (format === 'NAMED') return [];
  const numbers = new Set(names.map(Number));
  const isGapless = [...numbers].every((number) => number <= numbers.size);
  return check(part, !isGapless, 'Number the variables from {{1}} on, without a gap.');
}

function exampleProblems(
  part: string,
  found: readonly string[],
  given: readonly NamedExample[],
): TemplateProblem[] {
  const missing = found.filter(
    (name) => !given.some((one) => one.param_name === name && one.example.trim() !== ''),
  );
  return check(
    part,
    missing.length > 0,
    `Give an example for ${missing.map((name) => `{{${name}}}`).join(', ')}: Meta reads it in review.`,
  );
}

function repeated(components: readonly TemplateComponent[]): TemplateProblem[] {
  const types = components.map(({ type }) => type);
  return types.flatMap((type, at) =>
    check(type.toLowerCase(), types.indexOf(type) < at, 'A template has one of these at most.'),
  );
}

export function buttonsOf(components: readonly TemplateComponent[]): readonly TemplateButtonDefinition[] {
  return components.find((one) => one.type === 'BUTTONS')?.buttons ?? [];
}
