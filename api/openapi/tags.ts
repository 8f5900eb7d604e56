/** Operations by subject, as the document groups them: by the first part of the path behind the organisation. */
import type { Operation } from '../../core/api/operations.ts';

const subjects: Record<string, { tag: string; description: string }> = {
  '': { tag: 'Organisation', description: 'Who asks, and the settings of an organisation' },
  numbers: { tag: 'Channels', description: 'WhatsApp numbers and message templates' },
  contacts: { tag: 'Contacts', description: 'People and what happened to them' },
  segments: { tag: 'Segments', description: 'Saved rules that say which contacts belong together' },
  campaigns: {
    tag: 'Campaigns',
    description: 'One message to many people: drafts, their course and what came of them',
  },
  conversations: { tag: 'Conversations', description: 'The inbox: conversations and messages' },
  flows: { tag: 'Flows', description: 'Flows, their drafts and versions' },
  'flow-runs': { tag: 'Runs', description: 'People on their way through flows' },
  'flow-jobs': { tag: 'Jobs', description: 'Work on many runs in the background' },
  secrets: { tag: 'Secrets', description: 'Secrets that flows use by name' },
  'webhook-endpoints': { tag: 'Webhooks', description: 'Servers of yours that are told what happens' },
  'api-keys': { tag: 'API keys', description: 'Keys with which programs call the API' },
};

/** Paths that belong to another subject than they say. */
const belongsTo: Record<string, string> = {
  templates: 'numbers',
  wabas: 'numbers',
  imports: 'contacts',
  exports: 'contacts',
  'contact-fields': 'contacts',
  events: 'contacts',
  messages: 'conversations',
};

export function tagOf({ path }: Pick<Operation, 'path'>): { name: string; description: string } {
  const segment = /^\/v1\/orgs\/\{org\}\/([\w-]+)/.exec(path)?.[1] ?? '';
  const known = subjects[belongsTo[segment] ?? segment];
  if (known) return { name: known.tag, description: known.description };
  const words = segment.replaceAll('-', ' ');
  const name = words[0]!.toUpperCase() + words.slice(1);
  return { name, description: `Operations on ${words}` };
}
