/** What a condition can look at, by path: `contact.name`, `contact.attributes.city`, `contact.tags`, `answers.day`, `now.time`. */
import { formatDate } from '../../format-date.ts';
import type { VariableValue } from '../../basics.ts';
import { isItem, isList } from '../../lists.ts';
import type { StepInput } from '../contract.ts';
import type { Comparable } from './operators.ts';

export const CONTACT_SUBJECTS = [
  'contact.name',
  'contact.phone',
  'contact.locale',
  'contact.timeZone',
] as const;
/** The moment of the run in the contact's zone: the day of the week by its English name, the clock as `HH:MM`, the day. */
export const NOW_SUBJECTS = ['now.weekday', 'now.time', 'now.date'] as const;
export const TAGS_SUBJECT = 'contact.tags';
export const TRIGGER_SUBJECT = 'trigger.text';
const TRIGGER_PREFIX = 'trigger.';
const ATTRIBUTE_PREFIX = 'contact.attributes.';
const ANSWER_PREFIX = 'answers.';

type Facts = Pick<StepInput, 'contact' | 'variables' | 'trigger' | 'now' | 'timeZone'>;

/** Unknown paths and missing values are null. */
export function readSubject(subject: string, facts: Facts): Comparable {
  const { contact } = facts;
  switch (subject) {
    case 'contact.name':
      return contact.name;
    case 'contact.phone':
      return contact.phone;
    case 'contact.locale':
      return contact.locale;
    case 'contact.timeZone':
      return contact.timeZone;
    case TAGS_SUBJECT:
      return contact.tags;
    case 'now.weekday':
      return formatDate(facts.now.toISOString(), '%A', facts.timeZone);
    case 'now.time':
      return formatDate(facts.now.toISOString(), '%H:%M', facts.timeZone);
    case 'now.date':
      return formatDate(facts.now.toISOString(), '%F', facts.timeZone);
  }
  if (subject.startsWith(ATTRIBUTE_PREFIX))
    return own(contact.attributes, subject.slice(ATTRIBUTE_PREFIX.length));
  if (subject.startsWith(TRIGGER_PREFIX)) return own(facts.trigger, subject.slice(TRIGGER_PREFIX.length));
  const variable = variableOf(subject);
  return variable === null ? null : partOf(own(facts.variables, variable), fieldsOf(subject));
}

/** The variable that a subject names, null when it looks at something else. */
export function variableOf(subject: string): string | null {
  return subject.startsWith(ANSWER_PREFIX) ? (subject.slice(ANSWER_PREFIX.length).split('.')[0] ?? '') : null;
}

/** What a subject looks at inside the variable: `['price']` of `answers.chosen.price`. */
export function fieldsOf(subject: string): string[] {
  return variableOf(subject) === null ? [] : subject.slice(ANSWER_PREFIX.length).split('.').slice(1);
}

/** How many rows a list has. */
export const SIZE_FIELD = 'size';

/** As in texts: `size`, `first` and `last` of a list, a field of a row. Of anything else there are no parts. */
function partOf(value: VariableValue, [field, ...rest]: readonly string[]): VariableValue {
  if (field === undefined) return value;
  if (isList(value)) {
    if (field === SIZE_FIELD) return rest.length === 0 ? value.length : null;
    if (field !== 'first' && field !== 'last') return null;
    return partOf(value.at(field === 'first' ? 0 : -1) ?? null, rest);
  }
  return isItem(value) ? partOf(own(value, field), rest) : null;
}

export function isKnownSubject(subject: string): boolean {
  return (
    (CONTACT_SUBJECTS as readonly string[]).includes(subject) ||
    (NOW_SUBJECTS as readonly string[]).includes(subject) ||
    subject === TAGS_SUBJECT ||
    (subject.startsWith(TRIGGER_PREFIX) && subject.length > TRIGGER_PREFIX.length) ||
    (subject.startsWith(ATTRIBUTE_PREFIX) && subject.length > ATTRIBUTE_PREFIX.length) ||
    (subject.startsWith(ANSWER_PREFIX) && subject.length > ANSWER_PREFIX.length)
  );
}

function own<Value>(values: Readonly<Record<string, Value>>, name: string): Value | null {
  return Object.hasOwn(values, name) ? (values[name] ?? null) : null;
}
