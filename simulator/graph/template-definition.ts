import { randomInt } from 'node:crypto';

import type { Json, Template } from '../model.ts';
import { exceeds, isHttpUrl, isObject, show, typeName } from './check.ts';
import { GraphError, invalidParameter } from './errors.ts';

const VARIABLE = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;
const AUTHENTICATION_BODY = '*{{1}}* is your verification code.';
const SECURITY_ADVICE = ' For your security, do not share this code.';

/** The variables of a text in the order of their first appearance, each once. */
export function variablesOf(text: unknown): string[] {
  if (typeof text !== 'string') return [];
  return [...new Set([...text.matchAll(VARIABLE)].map((match) => match[1] ?? ''))];
}

/** Puts values in for variables; a variable without a value stays as it is. */
export function hydrate(text: string, values: Record<string, string>): string {
  return text.replace(VARIABLE, (whole, name: string) => values[name] ?? whole);
}

export function componentOf(components: readonly Json[], type: string): Json | undefined {
  return components.find((component) => component.type === type);
}

/** Buttons of a component list, in order. */
export function buttonsOf(components: readonly Json[]): Json[] {
  const buttons = componentOf(components, 'BUTTONS')?.buttons;
  return Array.isArray(buttons) ? buttons.filter(isObject) : [];
}

/** A template straight from the seed: checked like any other, approved at once. */
export function approvedTemplate(definition: Json, now: number): Template {
  return { ...parseTemplate(definition, now), status: 'APPROVED' };
}

/** Checks a creation body (reference sections 5.2 and 5.3) and returns the template, PENDING. */
export function parseTemplate(body: Json, now: number): Template {
  const { name, language } = body;
  if (typeof name !== 'string' || !/^[a-z0-9_]{1,512}$/.test(name)) {
    throw invalidParameter(
      'Param name must consist of lower-case letters, digits and underscores, at most 512.',
    );
  }
  if (typeof language !== 'string' || !/^[a-z]{2,3}(_[A-Z]{2,4})?$/.test(language)) {
    throw invalidParameter('Param language must be a supported locale such as en_US.');
  }
  const category = typeName(body.category).toUpperCase();
  if (category !== 'MARKETING' && category !== 'UTILITY' && category !== 'AUTHENTICATION') {
    throw invalidParameter(
      `Param category must be one of {AUTHENTICATION, MARKETING, UTILITY} - got "${show(body.category)}".`,
    );
  }
  const parameterFormat =
    body.parameter_format === undefined ? 'POSITIONAL' : typeName(body.parameter_format).toUpperCase();
  if (parameterFormat !== 'POSITIONAL' && parameterFormat !== 'NAMED') {
    throw invalidParameter('Param parameter_format must be one of {NAMED, POSITIONAL}.');
  }
  return {
    // Sixteen digits, small enough to be exact as a number in webhooks.
    id:
      typeof body.id === 'string'
        ? body.id
        : `${randomInt(1, 9)}${String(randomInt(1e14)).padStart(15, '0')}`,
    name,
    language,
    category,
    status: 'PENDING',
    parameterFormat,
    components: parseComponents(body.components, category, parameterFormat),
    ttlSeconds: typeof body.message_send_ttl_seconds === 'number' ? body.message_send_ttl_seconds : undefined,
    qualityScore: 'UNKNOWN',
    rejectedReason: 'NONE',
    held: false,
    editedAt: [],
    changedAt: now,
  };
}

/** Checks and normalises the components of a creation or an edit. */
export function parseComponents(
  input: unknown,
  category: Template['category'],
  format: Template['parameterFormat'],
): Json[] {
  if (!Array.isArray(input) || !input.every(isObject))
    throw invalidParameter('The parameter components is required.');
  const components = input.map(normalise);
  const body = componentOf(components, 'BODY');
  if (!body)
    throw templateError(
      2388043,
      'Message template "components" param is missing expected field(s)',
      'A BODY component is required.',
    );
  if (category === 'AUTHENTICATION') {
    body.text = AUTHENTICATION_BODY + (body.add_security_recommendation === true ? SECURITY_ADVICE : '');
  } else {
    checkText(body, 1024, format, 2388072, 'Message body');
    checkEdges(body.text as string);
  }
  const header = componentOf(components, 'HEADER');
  if (header?.format === 'TEXT') {
    checkText(header, 60, format, 2388047, 'Message header');
    if (variablesOf(header.text).length > 1)
      throw templateError(
        2388047,
        'Message header format is incorrect',
        'A header holds at most one variable.',
      );
  }
  const footer = componentOf(components, 'FOOTER');
  if (footer && footer.text !== undefined) {
    if (typeof footer.text !== 'string' || exceeds(footer.text, 60) || variablesOf(footer.text).length > 0) {
      throw templateError(
        2388073,
        'Message footer format is incorrect',
        'A footer has at most 60 characters and no variables.',
      );
    }
  }
  checkButtons(buttonsOf(components));
  return components;
}

function checkText(
  component: Json,
  max: number,
  format: Template['parameterFormat'],
  subcode: number,
  what: string,
): void {
  const { text } = component;
  const fail = (sentence: string) => templateError(subcode, `${what} format is incorrect`, sentence);
  if (typeof text !== 'string' || text === '') throw fail(`${what} needs a text.`);
  if (exceeds(text, max))
    throw templateError(
      2388040,
      'Message field character limit exceeded',
      `${what} is longer than ${max} characters.`,
    );
  const variables = variablesOf(text);
  if (variables.length === 0) return;
  if (!isObject(component.example)) throw fail(`${what} has variables but no example.`);
  if (format === 'NAMED') {
    if (!variables.every((name) => /^[a-z_][a-z0-9_]*$/.test(name)))
      throw fail('Variable names must be lower-case letters, digits and underscores.');
    return;
  }
  if (!variables.every((name, index) => name === String(index + 1))) {
    throw fail('Variables must be {{1}}, {{2}} and so on, in order, without gaps.');
  }
}

function checkEdges(text: string): void {
  const trimmed = text.trim();
  if (/^\{\{[^}]*\}\}/.test(trimmed) || /\{\{[^}]*\}\}$/.test(trimmed)) {
    throw templateError(
      2388299,
      'Template contains leading or trailing variables',
      "Variables can't be at the start or end of the template.",
    );
  }
}

function checkButtons(buttons: readonly Json[]): void {
  const fail = (sentence: string) => templateError(2388060, 'Button format is incorrect', sentence);
  if (buttons.length > 10) throw fail('A template has at most 10 buttons.');
  const count = (type: string) => buttons.filter((button) => button.type === type).length;
  if (count('URL') > 2) throw fail('A template has at most 2 URL buttons.');
  if (count('PHONE_NUMBER') > 1) throw fail('A template has at most 1 call button.');
  if (count('COPY_CODE') > 1) throw fail('A template has at most 1 copy-code button.');
  for (const button of buttons) {
    if (['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'FLOW'].includes(String(button.type))) {
      if (typeof button.text !== 'string' || button.text === '')
        throw fail(`A ${String(button.type)} button needs a text.`);
      if (exceeds(button.text, 25)) throw fail('Button text is longer than 25 characters.');
    }
    if (button.type === 'URL' && button.otp_type === undefined) {
      if (!isHttpUrl(String(button.url).replace(VARIABLE, 'x')))
        throw fail('A URL button needs an http or https address.');
      if (variablesOf(button.url).length > 0 && !/\}\}$/.test(String(button.url)))
        throw fail('A variable stands at the end of the address.');
    }
    if (button.type === 'PHONE_NUMBER' && !/^\+?\d{5,20}$/.test(String(button.phone_number)))
      throw fail('A call button needs a phone number.');
  }
  const isQuick = buttons.map((button) => button.type === 'QUICK_REPLY');
  const changes = isQuick.filter((quick, index) => index > 0 && quick !== isQuick[index - 1]).length;
  if (changes > 1) throw fail('Quick replies must stand together, first or last.');
}

function templateError(subcode: number, title: string, sentence: string): GraphError {
  return new GraphError(100, sentence, { subcode, userTitle: title, userMessage: sentence });
}

/** Type names in capitals all the way down; one-time-password buttons come back as URL buttons, as Meta's do. */
function normalise(component: Json): Json {
  const result: Json = { ...component, type: String(component.type).toUpperCase() };
  if (typeof component.format === 'string') result.format = component.format.toUpperCase();
  if (Array.isArray(component.buttons)) {
    result.buttons = component.buttons.filter(isObject).map((button) => {
      const type = String(button.type).toUpperCase();
      return type === 'OTP'
        ? { ...button, type: 'URL', otp_type: String(button.otp_type).toUpperCase() }
        : { ...button, type };
    });
  }
  if (Array.isArray(component.cards)) {
    result.cards = component.cards.filter(isObject).map((card) => ({
      ...card,
      components: (Array.isArray(card.components) ? card.components.filter(isObject) : []).map(normalise),
    }));
  }
  return result;
}
