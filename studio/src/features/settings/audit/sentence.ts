/** An entry of the audit log as a sentence: who did what. Pure; names that matter are marked, so that they can stand out. */
import type { AuditEntry } from '../../../../../core/api/audit.ts';
import { auditSubjects, type AuditSubject } from '../../../../../core/api/audit-subjects.ts';
import { fieldTitle } from './fields.ts';

export type Part = string | { strong: string };

type Teller = (entry: AuditEntry, name: Part) => Part[] | null;

export function actorName({ actor }: AuditEntry): string {
  if (actor.kind === 'system') return 'Parley';
  return actor.name ?? (actor.kind === 'apiKey' ? 'An API key' : 'Somebody who left');
}

export function sentenceOf(entry: AuditEntry): Part[] {
  const name: Part = { strong: entry.subjectName ?? entry.subjectId };
  const own = tellers[`${entry.subject}.${entry.action}`]?.(entry, name);
  return [{ strong: actorName(entry) }, ' ', ...(own ?? anyway(entry, name))];
}

export function plainText(parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.strong)).join('');
}

const anyway = (entry: AuditEntry, name: Part): Part[] => {
  const noun = nounOf(entry.subject);
  const called: Part[] = entry.subjectName === null ? [] : [' ', name];
  if (entry.action === 'created') return [`added ${noun}`, ...called];
  if (entry.action === 'deleted') return [`deleted ${noun}`, ...called];
  if (entry.action !== 'changed') return [`${entry.action} ${noun}`, ...called];
  const renamed = renaming(entry);
  if (renamed) return [`renamed ${noun} `, ...renamed];
  return [`changed ${listed(entry.changed.map(fieldTitle))} of ${noun}`, ...called];
};

/** By subject and action; null leaves it to the plain sentence. */
const tellers: Record<string, Teller> = {
  'organization.created': (_, name) => ['created the workspace ', name],
  'organization.changed': (entry) => {
    const renamed = renaming(entry);
    return renamed
      ? ['renamed the workspace ', ...renamed]
      : [`changed ${listed(entry.changed.map(fieldTitle))} of the workspace`];
  },
  'member.created': ({ after }, name) => ['added ', name, ` as ${text(after.role)}`],
  'member.changed': ({ before, after }, name) => [
    'changed the role of ',
    name,
    ` from ${text(before.role)} to ${text(after.role)}`,
  ],
  'member.deleted': (_, name) => ['removed ', name],
  'apiKey.created': (_, name) => ['made the API key ', name],
  'apiKey.changed': ({ after }, name) => {
    if (after.revokedAt) return ['revoked the API key ', name];
    return after.actsFor ? ['took over the API key ', name] : null;
  },
  'erasure.created': () => ['asked to erase a person'],
  'erasure.changed': ({ after }) => (after.status === 'completed' ? ['erased a person'] : null),
  'contact.addTag': ({ after }) => [`added a tag to ${people(after.contacts)}`],
  'contact.removeTag': ({ after }) => [`removed a tag from ${people(after.contacts)}`],
  'contact.setAttributes': ({ after }) => [`set attributes of ${people(after.contacts)}`],
  'contact.recordConsent': ({ after }) => [`noted consent of ${people(after.contacts)}`],
  'contact.exported': () => ['took away all data of a contact'],
  'dismissedDuplicate.created': () => ['noted that two contacts are not the same person'],
  'dismissedDuplicate.deleted': () => ['took back that two contacts are not the same person'],
  'secret.changed': (_, name) => ['set the secret ', name, ' anew'],
  'accessToken.created': () => ['stored the access token of a WhatsApp account'],
  'accessToken.changed': () => ['replaced the access token of a WhatsApp account'],
  'accessToken.deleted': () => ['removed the access token of a WhatsApp account'],
  'segment.created': (_, name) => ['made the segment ', name],
  'segment.changed': ({ changed }, name) =>
    changed.includes('rules') ? ['changed who is in the segment ', name] : null,
  'flow.created': (_, name) => ['made the flow ', name],
  'flow.changed': ({ after, before }, name) => {
    if (after.status === 'live')
      return [
        before.status === 'paused' ? 'resumed the flow ' : 'put the flow ',
        name,
        before.status === 'paused' ? '' : ' live',
      ];
    if (after.status === 'paused') return ['paused the flow ', name];
    if (after.status === 'archived') return ['archived the flow ', name];
    if (after.status === 'draft') return ['took the flow ', name, ' out of the archive'];
    return null;
  },
  'flowVersion.created': ({ after }, name) => [`published version ${text(after.number)} of the flow `, name],
  'flowJob.created': ({ after }, name) => [
    `started to ${jobs[text(after.kind)] ?? 'work on many runs of'} `,
    name,
  ],
  'flowJob.changed': ({ after }, name) => {
    const verb = { cancelled: 'cancelled', paused: 'paused', queued: 'resumed' }[text(after.status)];
    return verb === undefined ? null : [`${verb} work on many runs of `, name];
  },
  'deadLetter.changed': ({ after }) => {
    const what = typeof after.count === 'number' ? `${after.count} failed deliveries` : 'a failed delivery';
    if (after.state === 'requested') return [`asked to try ${what} again`];
    return after.state === 'dismissed' ? [`dismissed ${what}`] : null;
  },
  'retentionRule.created': ({ subjectId, after }) => [
    `set that ${kept(subjectId)} are kept for ${text(after.days)} days`,
  ],
  'retentionRule.changed': ({ subjectId, before, after }) => [
    `changed how long ${kept(subjectId)} are kept from ${text(before.days)} to ${text(after.days)} days`,
  ],
  'retentionRule.deleted': ({ subjectId }) => [`set that ${kept(subjectId)} are kept for ever`],
  'consent.created': ({ after }) => [
    after.state === 'granted'
      ? 'noted that a contact allows marketing'
      : 'noted that a contact refuses marketing',
  ],
};

const jobs: Record<string, string> = {
  enrol: 'put contacts into the flow',
  exit: 'end runs of the flow',
  move: 'move runs to another version of the flow',
  retry: 'try failed steps again in the flow',
  skip: 'skip failed steps in the flow',
};

const keptThings: Record<string, string> = {
  messageContent: 'messages',
  deliveries: 'raw webhooks',
  contactEvents: 'events of contacts',
  runs: 'runs of flows',
  auditLog: 'entries of the audit log',
};
const kept = (kind: string) => keptThings[kind] ?? kind;

function renaming({ changed, before, after }: AuditEntry): Part[] | null {
  if (changed.length !== 1 || changed[0] !== 'name') return null;
  return [{ strong: text(before.name) }, ' to ', { strong: text(after.name) }];
}

export function nounOf(subject: string): string {
  if (subject in auditSubjects) return auditSubjects[subject as AuditSubject].noun;
  return `the ${subject.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`;
}

const people = (count: unknown) => (count === 1 ? '1 contact' : `${text(count)} contacts`);

function listed(words: readonly string[]): string {
  const shown = words.slice(0, 3);
  if (words.length > 3) return `${shown.slice(0, 2).join(', ')} and ${words.length - 2} more`;
  return shown.length < 2
    ? (shown[0] ?? 'something')
    : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '?';
}
