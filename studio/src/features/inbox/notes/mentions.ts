/** `@name` in a note: found while it is typed, and told apart from the rest of the text when it is read. */
import type { Member } from '../../../../../core/api/members.ts';

export type Colleague = Pick<Member, 'userId' | 'name' | 'email'>;

/** A mention that is being typed. */
export interface OpenMention {
  /** Where its `@` stands. */
  from: number;
  /** What is typed of the name, in small letters. */
  typed: string;
}

export interface NotePart {
  text: string;
  isMention: boolean;
}

/** Names of several words are found while they are typed; longer ones are not names. */
const LONGEST_NAME = 60;

export const nameOf = ({ name, email }: Pick<Colleague, 'name' | 'email'>): string => name?.trim() || email;

/** @returns null when the caret stands in no mention; an `@` in the middle of a word begins none */
export function mentionAt(text: string, caret: number): OpenMention | null {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf('@');
  if (from === -1 || caret - from > LONGEST_NAME) return null;
  if (from > 0 && /[\p{L}\p{N}._-]/u.test(before[from - 1]!)) return null;
  const typed = before.slice(from + 1);
  return /^\s|\n/.test(typed) ? null : { from, typed: typed.toLowerCase() };
}

/** Those whose name, or a word of it, begins as typed; their address counts too. */
export function matching<Who extends Colleague>(members: readonly Who[], typed: string): Who[] {
  return members.filter((member) => {
    const name = nameOf(member).toLowerCase();
    const begins = [name, member.email.toLowerCase()].some((text) => text.startsWith(typed));
    return begins || name.split(/\s+/).some((word) => word.startsWith(typed));
  });
}

/** The text with the name in place of what was typed, and where the caret then stands. */
export function withMention(
  text: string,
  { from, typed }: OpenMention,
  member: Colleague,
): { text: string; caret: number } {
  const head = `${text.slice(0, from)}@${nameOf(member)} `;
  return { text: head + text.slice(from + 1 + typed.length).trimStart(), caret: head.length };
}

/** Ids of those whom the text names. */
export function mentionedIn(text: string, members: readonly Colleague[]): string[] {
  const names = new Set(partsOf(text, members).flatMap((part) => (part.isMention ? part.text.slice(1) : [])));
  return members.filter((member) => names.has(nameOf(member))).map(({ userId }) => userId);
}

/** Splits a text where it names one of these. Of two names that begin alike the longer one is meant. */
export function partsOf(text: string, members: readonly Colleague[]): NotePart[] {
  const names = members.map((member) => nameOf(member)).sort((left, right) => right.length - left.length);
  const parts: NotePart[] = [];
  let rest = 0;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const name = names.find(
      (one) => text.startsWith(one, at + 1) && !/^[\p{L}\p{N}]/u.test(text.slice(at + 1 + one.length)),
    );
    if (name === undefined || at < rest) continue;
    if (at > rest) parts.push({ text: text.slice(rest, at), isMention: false });
    rest = at + 1 + name.length;
    parts.push({ text: text.slice(at, rest), isMention: true });
  }
  if (rest < text.length) parts.push({ text: text.slice(rest), isMention: false });
  return parts;
}
