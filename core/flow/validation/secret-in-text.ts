import type { Problem } from '../problem.ts';
import type { Rule } from './contract.ts';
import { SECRET_HEADERS, secretIn } from './secret-patterns.ts';

/**
 * A key or token written into a flow: everybody who may look at flows reads it, versions keep it for ever, and an export
 * hands it on. Looks at every text of every step, at defaults and at notes.
 */
export const secretInText: Rule = ({ flow: { doc } }) => [
  ...Object.entries(doc.nodes).flatMap(([nodeId, node]) =>
    [...textsIn(node.data, '')].flatMap(({ field, text, isCredential }) => {
      const what = secretIn(text) ?? (isCredential ? 'a credential' : null);
      return what === null ? [] : [problemAt(nodeId, field, what)];
    }),
  ),
  ...Object.entries(doc.variables).flatMap(([name, { default: value }]) =>
    inText(typeof value === 'string' ? value : '', `variables.${name}.default`),
  ),
  ...Object.entries(doc.notes).flatMap(([id, { text }]) => inText(text, `notes.${id}.text`)),
];

function inText(text: string, field: string): Problem[] {
  const what = secretIn(text);
  return what === null ? [] : [problemAt(null, field, what)];
}

function problemAt(nodeId: string | null, field: string, what: string): Problem {
  return {
    code: 'secret-in-text',
    severity: 'error',
    nodeId,
    field,
    message: `This looks like ${what}: keep it under Settings, Secrets, name it here instead, and renew it where it was made.`,
  };
}

interface FoundText {
  field: string;
  text: string;
  /** The value of a header that carries credentials. */
  isCredential: boolean;
}

function* textsIn(value: unknown, field: string): Generator<FoundText> {
  if (typeof value === 'string') {
    yield { field, text: value, isCredential: false };
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      const path = field === '' ? key : `${field}.${key}`;
      if (key === 'value' && isCredentialHeader(value))
        yield { field: path, text: value.value, isCredential: true };
      else yield* textsIn(part, path);
    }
  }
}

/** `{ name: 'Authorization', value: '…' }` with a fixed value and no secret behind it. */
function isCredentialHeader(value: object): value is { value: string } {
  if (!('name' in value) || typeof value.name !== 'string' || !('value' in value)) return false;
  if (typeof value.value !== 'string' || !SECRET_HEADERS.has(value.name.trim().toLowerCase())) return false;
  const fixed = value.value.replace(/\{\{[^{}]*\}\}/gu, '').replace(/^\s*(?:Bearer|Basic|Token)\b/iu, '');
  return fixed.trim().length >= 8;
}
