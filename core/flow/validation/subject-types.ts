import type { VariableType } from '../basics.ts';
import {
  CONTACT_SUBJECTS,
  fieldsOf,
  SIZE_FIELD,
  TAGS_SUBJECT,
  variableOf,
} from '../nodes/condition/subjects.ts';

export type SubjectType = VariableType | 'tags' | 'weekday' | 'time';

const NOW_TYPES = new Map<string, SubjectType>([
  ['now.weekday', 'weekday'],
  ['now.time', 'time'],
  ['now.date', 'date'],
]);

/** What kind of value stands behind a path such as `answers.day`; null when that isn't known. */
export function typesOfSubjects(
  variables: ReadonlyMap<string, VariableType | null>,
  attributes: Readonly<Record<string, VariableType | null>>,
): (subject: string) => SubjectType | null {
  return (subject) => {
    if (subject === TAGS_SUBJECT) return 'tags';
    if ((CONTACT_SUBJECTS as readonly string[]).includes(subject)) return 'text';
    const ofNow = NOW_TYPES.get(subject);
    if (ofNow !== undefined) return ofNow;
    const attribute = attributeIn(subject);
    if (attribute !== null)
      return Object.hasOwn(attributes, attribute) ? (attributes[attribute] ?? null) : null;
    const variable = variableOf(subject);
    if (variable === null) return null;
    const parts = fieldsOf(subject);
    if (parts.length === 0) return variables.get(variable) ?? null;
    const isSize = parts.length === 1 && parts[0] === SIZE_FIELD && variables.get(variable) === 'list';
    return isSize ? 'number' : null;
  };
}

const ATTRIBUTE_PREFIX = 'contact.attributes.';

/** The attribute that a path names, null when it looks at something else. */
export function attributeIn(subject: string): string | null {
  return subject.startsWith(ATTRIBUTE_PREFIX) ? subject.slice(ATTRIBUTE_PREFIX.length) : null;
}
