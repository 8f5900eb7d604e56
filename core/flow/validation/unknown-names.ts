import type { Problem, QuickFix } from '../problem.ts';
import { usesOf } from '../uses.ts';
import type { Use, UseKind } from '../uses.ts';
import type { Rule, ValidationContext } from './contract.ts';
import { UNKNOWN_FILE } from './file-misfit.ts';

/**
 * Names of things that the organisation doesn't have. A missing secret, segment or file can't work. An attribute may still come
 * with tomorrow's import, so it is a warning; of tags, which come and go, only likely slips of the pen are reported.
 */
export const unknownNames: Rule = ({ flow, context }) => {
  const uses = usesOf(flow);
  const set = new Set(uses.filter(({ isSet }) => isSet).map(keyOf));
  return uses.flatMap((use): Problem[] => {
    const known = knownNames(use.kind, context);
    if (known === null || known.has(use.name) || set.has(keyOf(use))) return [];
    const finding = findingFor(use, known);
    if (finding === null) return [];
    return [{ code: `${use.kind}-unknown`, nodeId: use.nodeId, field: use.field, ...finding }];
  });
};

function keyOf({ kind, name }: Use): string {
  return `${kind} ${name}`;
}

/** Null when the context doesn't say; templates and flows have rules of their own. */
export function knownNames(kind: UseKind, context: ValidationContext): ReadonlySet<string> | null {
  switch (kind) {
    case 'attribute':
      return context.attributes ? new Set(Object.keys(context.attributes)) : null;
    case 'tag':
      return context.tags ? new Set(context.tags) : null;
    case 'secret':
      return context.secrets ? new Set(context.secrets) : null;
    case 'segment':
      return context.segments ? new Set(context.segments) : null;
    case 'file':
      return context.files ? new Set(Object.keys(context.files)) : null;
    case 'template':
    case 'flow':
      return null;
  }
}

function findingFor(
  use: Use,
  known: ReadonlySet<string>,
): Pick<Problem, 'severity' | 'message' | 'fix'> | null {
  const { kind, name } = use;
  switch (kind) {
    case 'secret':
      return {
        severity: 'error',
        message: `There is no secret "${name}": add it under Settings, Secrets or choose another.`,
      };
    case 'segment':
      return { severity: 'error', message: 'This segment no longer exists: choose another.' };
    case 'file':
      return { severity: 'error', message: UNKNOWN_FILE };
    case 'attribute': {
      const similar = similarName(name, known);
      const advice = similar === null ? 'check the name, or set it first' : `did you mean "${similar}"?`;
      return {
        severity: 'warning',
        message: `No contact has the attribute "${name}": ${advice}`,
        ...renameTo(similar, use),
      };
    }
    case 'tag': {
      const similar = similarName(name, known);
      if (use.isSet || similar === null) return null;
      return {
        severity: 'warning',
        message: `No contact has the tag "${name}": did you mean "${similar}"?`,
        ...renameTo(similar, use),
      };
    }
    case 'template':
    case 'flow':
      return null;
  }
}

/** A field holds the name alone, a text or a condition's subject the path to an attribute. */
function renameTo(similar: string | null, { nodeId, field, name, isInPath }: Use): { fix?: QuickFix } {
  if (similar === null || nodeId === null) return {};
  const path = isInPath === true ? ['contact', 'attributes', name] : [name];
  return { fix: { kind: 'renameRead', nodeId, field, path, name: similar } };
}

/** A known name that differs in case, in spaces and dashes, or by one letter. */
export function similarName(name: string, known: ReadonlySet<string>): string | null {
  const plain = plainName(name);
  const others = [...known].filter((other) => other !== name);
  return (
    others.find((other) => plainName(other) === plain) ??
    others.find((other) => isOneEditApart(plain, plainName(other))) ??
    null
  );
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/gu, '');
}

/** Equal, or one letter added, left out or changed. Short names differ by a letter on purpose. */
function isOneEditApart(left: string, right: string): boolean {
  if (left === right) return true;
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (short.length < 4 || long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  return short.slice(short.length === long.length ? at + 1 : at) === long.slice(at + 1);
}
