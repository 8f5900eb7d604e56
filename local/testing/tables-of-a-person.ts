/**
 * Where something of a person stands: what an erasure has to reach and their archive has to show. Tests hold it against the database, so
 * that a new table is in it or says why not.
 */

interface TableOfAPerson {
  /** `words`: numbers, names, texts. `ids`: those of rows alone, which tell of nobody once the rows are gone. */
  holds: 'words' | 'ids';
  /** File of the archive, or why it is in none. */
  archive: `${string}.json` | { notBecause: string };
}

const ofOthersToo = { notBecause: 'it can name other people as well' };
const aReminder = {
  notBecause: 'it is a reminder of our own, by ids alone, of what is to be done or was done',
};
const ofTheErasure = { notBecause: 'an erasure has written it, or has it while it goes on' };

export const tablesOfAPerson: Readonly<Record<string, TableOfAPerson>> = {
  'public.contacts': { holds: 'words', archive: 'contact.json' },
  'public.contact_identities': { holds: 'words', archive: 'contact.json' },
  'public.contact_merges': { holds: 'ids', archive: 'contact.json' },
  'public.segment_members': { holds: 'ids', archive: 'contact.json' },
  'public.dismissed_duplicates': { holds: 'ids', archive: ofOthersToo },
  'public.contact_fields': { holds: 'words', archive: ofOthersToo },
  'public.consent_events': { holds: 'words', archive: 'consent.json' },
  'public.contact_events': { holds: 'words', archive: 'events.json' },
  'public.conversations': { holds: 'words', archive: 'messages.json' },
  'public.messages': { holds: 'words', archive: 'messages.json' },
  'public.conversation_notes': { holds: 'words', archive: 'notes.json' },
  'private.message_status_events': { holds: 'words', archive: 'statuses.json' },
  'public.campaign_recipients': { holds: 'ids', archive: 'campaigns.json' },
  'public.flow_runs': { holds: 'words', archive: 'runs.json' },
  'public.flow_run_steps': { holds: 'words', archive: 'runs.json' },
  'private.run_events': { holds: 'words', archive: 'run-events.json' },
  'private.flow_calls': { holds: 'words', archive: 'calls.json' },
  'private.trigger_occurrences': { holds: 'words', archive: 'dates.json' },
  'public.audit_log': { holds: 'ids', archive: 'audit.json' },
  'public.audit_details': { holds: 'words', archive: 'audit.json' },
  'private.import_contacts': { holds: 'words', archive: 'imports.json' },
  'private.import_slices': { holds: 'ids', archive: 'imports.json' },
  'private.import_rejects': { holds: 'words', archive: ofOthersToo },
  'public.imports': { holds: 'words', archive: ofOthersToo },
  'public.exports': { holds: 'words', archive: ofOthersToo },
  'private.webhook_events': { holds: 'words', archive: ofOthersToo },
  'private.idempotency_keys': { holds: 'words', archive: ofOthersToo },
  'private.dead_letters': { holds: 'words', archive: aReminder },
  'private.processed_keys': { holds: 'words', archive: aReminder },
  'private.segment_checks': { holds: 'ids', archive: aReminder },
  'private.outbox': { holds: 'ids', archive: aReminder },
  'public.webhook_deliveries': { holds: 'ids', archive: aReminder },
  'private.file_removals': { holds: 'ids', archive: aReminder },
  'public.erasures': { holds: 'ids', archive: ofTheErasure },
  'private.erasure_work': { holds: 'words', archive: ofTheErasure },
  'private.erasure_wamids': { holds: 'words', archive: ofTheErasure },
  'private.erased_messages': { holds: 'ids', archive: ofTheErasure },
  'private.kept_denials': { holds: 'ids', archive: ofTheErasure },
};

/** Private tables that know no contacts. */
export const privateTablesWithoutPeople: readonly string[] = [
  ...['private.meta_apps', 'private.channel_credentials', 'private.org_secrets', 'private.suppression_keys'],
  ...['private.rate_buckets', 'private.rate_hits', 'private.trigger_clocks'],
  ...['private.webhook_secrets', 'private.analytics_marks', 'private.media_uploads'],
];
