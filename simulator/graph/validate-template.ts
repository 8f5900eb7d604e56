import type { Json, Template } from '../model.ts';
import { characters, isObject, requiredText, typeName } from './check.ts';
import { GraphError, invalidParameter } from './errors.ts';
import type { MediaKind } from './media-types.ts';
import { buttonsOf, componentOf, hydrate, variablesOf } from './template-definition.ts';
import { validateLocation } from './validate-message.ts';
import type { CheckMedia } from './validate-interactive.ts';

const SUB_TYPES =
  'BOOKING_CONFIRMATION, CATALOG, COPY_CODE, FLOW, MPM, ORDER_DETAILS, QUICK_REPLY, REMINDER, URL, VOICE_CALL';
const MAX_HYDRATED_BODY = 1024;
const MAX_AUTHENTICATION_CODE = 15;
const BUTTON_NAMES: Record<string, string> = { PHONE_NUMBER: 'Call', URL: 'Url', QUICK_REPLY: 'QuickReply' };

/** Name and language of the template that a send asks for. */
export function requestedTemplate(template: Json): { name: string; language: string } {
  const name = requiredText(template, 'name', 'template', 512);
  if (!isObject(template.language)) throw invalidParameter("Param template['language'] is required.");
  if (typeof template.language.code !== 'string' || template.language.code === '') {
    throw invalidParameter("Param template['language']['code'] is required.");
  }
  return { name, language: template.language.code };
}

/** Checks what doesn't need the definition: it comes before the look-up, so that a bad key is never a 132001. */
export function validateSentComponents(template: Json): Json[] {
  if (template.components === undefined || template.components === null) return [];
  if (!Array.isArray(template.components) || !template.components.every(isObject)) {
    throw invalidParameter("Param template['components'] must be an array of objects.");
  }
  for (const component of template.components) {
    const type = typeName(component.type);
    if (!['header', 'body', 'footer', 'button', 'limited_time_offer', 'carousel'].includes(type)) {
      throw invalidParameter(
        `Param template['components'] type must be one of {BODY, BUTTON, CAROUSEL, FOOTER, HEADER, LIMITED_TIME_OFFER} - got "${String(component.type)}".`,
      );
    }
    if (type === 'button' && !SUB_TYPES.split(', ').includes(typeName(component.sub_type).toUpperCase())) {
      throw invalidParameter(
        `Param template['components']['sub_type'] must be one of {${SUB_TYPES}} - got "${String(component.sub_type)}".`,
      );
    }
  }
  return template.components;
}

/** Compares sent components with the definition. Throws 132000, 132005, 132012, 132018, 131008 or 100 as Meta does. */
export function validateTemplateParameters(
  definition: Template,
  sent: readonly Json[],
  check: CheckMedia,
): void {
  validatePart(definition, definition.components, sent, check);
  const offer = componentOf(definition.components, 'LIMITED_TIME_OFFER');
  const hasExpiration =
    isObject(offer?.limited_time_offer) && offer.limited_time_offer.has_expiration === true;
  if (hasExpiration && !sent.some((part) => typeName(part.type) === 'limited_time_offer')) {
    throw new GraphError(
      132012,
      'limited_time_offer: Format mismatch, expected LIMITED_TIME_OFFER, received UNKNOWN',
    );
  }
  const cards = componentOf(definition.components, 'CAROUSEL')?.cards;
  if (!Array.isArray(cards)) return;
  const sentCards = sent.find((part) => typeName(part.type) === 'carousel')?.cards;
  const count = Array.isArray(sentCards) ? sentCards.length : 0;
  if (count !== cards.length) {
    throw new GraphError(
      132000,
      `carousel: number of cards (${count}) does not match the expected number of cards (${cards.length})`,
    );
  }
  cards.filter(isObject).forEach((card, position) => {
    const list = (sentCards as unknown[]).filter(isObject);
    const match = list.find((item) => Number(item.card_index) === position) ?? list[position];
    validatePart(definition, (card.components ?? []) as Json[], parametersList(match?.components), check);
  });
}

/** Header, body and buttons of a template or of one carousel card. */
function validatePart(
  definition: Template,
  components: readonly Json[],
  sent: readonly Json[],
  check: CheckMedia,
): void {
  const find = (type: string) => sent.find((part) => typeName(part.type) === type);
  validateHeader(
    definition,
    componentOf(components, 'HEADER'),
    parametersList(find('header')?.parameters),
    check,
  );
  validateBody(definition, componentOf(components, 'BODY'), parametersList(find('body')?.parameters));
  validateButtons(
    buttonsOf(components),
    sent.filter((part) => typeName(part.type) === 'button'),
  );
}

function validateHeader(
  definition: Template,
  header: Json | undefined,
  parameters: readonly Json[],
  check: CheckMedia,
): void {
  const format = typeof header?.format === 'string' ? header.format : 'TEXT';
  if (!header || format === 'TEXT') {
    return validateTexts('header', definition, variablesOf(header?.text), parameters);
  }
  const received = parameters.length === 0 ? 'UNKNOWN' : typeName(parameters[0]?.type).toUpperCase();
  if (received !== format)
    throw new GraphError(132012, `header: Format mismatch, expected ${format}, received ${received}`);
  const value = parameters[0]?.[format.toLowerCase()];
  if (!isObject(value))
    throw new GraphError(
      131008,
      `Parameter '${format.toLowerCase()}' is mandatory for component parameter type '${format.toLowerCase()}'`,
    );
  if (format === 'LOCATION') validateLocation(value);
  else if (format === 'IMAGE' || format === 'VIDEO' || format === 'DOCUMENT') {
    check(format.toLowerCase() as MediaKind, value, `template header ${format.toLowerCase()}`);
  }
}

function validateBody(definition: Template, body: Json | undefined, parameters: readonly Json[]): void {
  const variables = variablesOf(body?.text);
  validateTexts('body', definition, variables, parameters);
  if (!body) return;
  const values: Record<string, string> = {};
  parameters.forEach((parameter, index) => {
    const text = parameterText(parameter);
    values[typeof parameter.parameter_name === 'string' ? parameter.parameter_name : String(index + 1)] =
      text;
    if (definition.category === 'AUTHENTICATION' && characters(text) > MAX_AUTHENTICATION_CODE) {
      throw new GraphError(
        132018,
        `Parameter text exceeds the maximum length in the AUTHENTICATION category (${MAX_AUTHENTICATION_CODE} characters)`,
      );
    }
  });
  if (characters(hydrate(String(body.text), values)) > MAX_HYDRATED_BODY) {
    throw new GraphError(132005, `body: the hydrated text is longer than ${MAX_HYDRATED_BODY} characters`);
  }
}

function validateTexts(
  part: 'header' | 'body',
  definition: Template,
  variables: string[],
  parameters: readonly Json[],
): void {
  for (const parameter of parameters) validateTextParameter(part, parameter);
  if (definition.parameterFormat === 'NAMED' && variables.length > 0) {
    for (const parameter of parameters) {
      if (typeof parameter.parameter_name !== 'string' || parameter.parameter_name === '') {
        throw new GraphError(100, 'Parameter name is missing or empty');
      }
      if (!variables.includes(parameter.parameter_name)) {
        throw new GraphError(100, `${part}: the template has no parameter named ${parameter.parameter_name}`);
      }
    }
  }
  if (parameters.length !== variables.length) {
    throw new GraphError(
      132000,
      `${part}: number of localizable_params (${parameters.length}) does not match the expected number of params (${variables.length})`,
    );
  }
}

function validateTextParameter(part: string, parameter: Json): void {
  const type = typeName(parameter.type);
  if (type === 'currency' || type === 'date_time') {
    const value = parameter[type];
    if (isObject(value) && typeof value.fallback_value === 'string') return;
    throw new GraphError(
      131008,
      `Parameter '${type}' with a fallback_value is mandatory for component parameter type '${type}'`,
    );
  }
  if (type !== 'text')
    throw new GraphError(
      132012,
      `${part}: Format mismatch, expected TEXT, received ${type.toUpperCase() || 'UNKNOWN'}`,
    );
  if (parameter.text === undefined || parameter.text === null || parameter.text === '') {
    throw new GraphError(131008, "Parameter 'text' is mandatory for component parameter type 'text'");
  }
  if (typeof parameter.text !== 'string')
    throw invalidParameter("Param 'text' of a component parameter must be a string.");
  if (/[\n\r\t]| {5,}/.test(parameter.text)) {
    throw new GraphError(
      132012,
      'Param text cannot have new-line/tab characters or more than 4 consecutive spaces',
    );
  }
}

function validateButtons(buttons: readonly Json[], sent: readonly Json[]): void {
  const byIndex = new Map<number, Json>();
  for (const part of sent) {
    // Templates with one button may leave the index out.
    const index = part.index === undefined ? 0 : Number(part.index);
    const button = buttons[index];
    if (!button)
      throw new GraphError(132018, `buttons: the template has no button at index ${String(part.index)}`);
    byIndex.set(index, part);
    const needsNothing = button.type === 'PHONE_NUMBER' || button.type === 'REQUEST_CONTACT_INFO';
    if (needsNothing && parametersList(part.parameters).length > 0) {
      const name = BUTTON_NAMES[String(button.type)] ?? String(button.type);
      throw new GraphError(
        100,
        `buttons: Button at index ${index} is of type ${name} and does not support parameters`,
      );
    }
    const subType = typeName(part.sub_type).toUpperCase();
    if (!needsNothing && subType !== button.type && !(button.type === 'SPM')) {
      throw new GraphError(
        132012,
        `buttons: Format mismatch, expected ${String(button.type)}, received ${subType}`,
      );
    }
  }
  buttons.forEach((button, index) =>
    validateButton(button, index, parametersList(byIndex.get(index)?.parameters)[0]),
  );
}

/** One button against its first parameter. */
function validateButton(button: Json, index: number, parameter: Json | undefined): void {
  const missing = () =>
    new GraphError(
      131008,
      `buttons: Button at index ${index} of type ${BUTTON_NAMES[String(button.type)] ?? String(button.type)} requires a parameter`,
    );
  if (button.type === 'URL') {
    const isDynamic = variablesOf(button.url).length > 0 || button.otp_type !== undefined;
    if (isDynamic && typeof parameter?.text !== 'string') throw missing();
    if (isDynamic && parameter?.text === '') throw missing();
    if (!isDynamic && parameter)
      throw new GraphError(
        132018,
        `buttons: Button at index ${index} has a static url and does not support parameters`,
      );
  }
  if (button.type === 'COPY_CODE') {
    if (typeof parameter?.coupon_code !== 'string' || parameter.coupon_code === '') throw missing();
    // Documents name 15, a changelog 20: the longer limit is the one that no valid send breaks.
    if (characters(parameter.coupon_code) > 20)
      throw new GraphError(132018, 'coupon_code is longer than 20 characters');
  }
  if (button.type === 'MPM' && !isObject(parameter?.action)) throw missing();
  if (button.type === 'QUICK_REPLY' && parameter && typeof parameter.payload !== 'string') {
    throw new GraphError(
      132012,
      `buttons: Format mismatch, expected PAYLOAD, received ${typeName(parameter.type).toUpperCase()}`,
    );
  }
}

/** The words that a body or header parameter stands for. */
export function parameterText(parameter: Json): string {
  if (typeof parameter.text === 'string') return parameter.text;
  for (const type of ['currency', 'date_time']) {
    const value = parameter[type];
    if (isObject(value) && typeof value.fallback_value === 'string') return value.fallback_value;
  }
  return '';
}

export function parametersList(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
