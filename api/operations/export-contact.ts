/** What is kept about a person, in one ZIP: made for the moment, stored nowhere. */
import { PassThrough, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { StoredMedia } from '../../core/messaging/media.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { mediaPath } from '../../platform/storage/paths.ts';
import type { FileStorage } from '../../platform/storage/storage.ts';
import { archiveName } from '../message-files.ts';
import { operation } from '../operation.ts';
import { requireContact } from '../rows/contacts.ts';

const README = `This archive holds what is kept about one person.

contact.json     profile, tags, attributes, numbers and ids, segments, contacts that became this one
consent.json     what the person allowed and refused, when, and how we know
messages.json    all messages, theirs and ours, and the conversations they belong to
notes.json       what colleagues and flows noted beside these messages
statuses.json    what WhatsApp reported of these messages: sent, delivered, read, failed
media/           photos, voice messages and other files of the messages, each named by its message's id
events.json      what happened: tags, attributes, events that were reported
runs.json        automated flows the person was in, with every step
campaigns.json   messages to many people that they were to get, and what became of it
run-events.json  what happened for these flows: replies, decisions, stops
calls.json       what these flows asked other servers and language models, and their answers
dates.json       days of the person on which a flow began
imports.json     files of contacts that made or changed the person, with what was before and after
audit.json       who changed the person's data, when, and what it was before and after

A message whose "media" is not "stored" has no file here: it was not fetched from WhatsApp yet, or WhatsApp no longer had it.

Not in it, because it can name other people as well:
- the raw deliveries from WhatsApp, kept for some days; what they said of the person is in messages.json and statuses.json
- files that were imported and exported, and rows that an import refused, kept for some days
- answers to requests of other systems, kept so that a repeated request gets the same one
- notes about contacts that look like one person and are not

Not in it, because it holds no words: checksums by which a refusal, a message or a delivery is known again, and reminders to look at something.
`;

export const exportContact = operation('exportContact', {
  async handle({ tx, storage, params: { org, contact } }) {
    await requireContact(tx, org, contact);
    await tx`select private.note_contact_export(${org}, ${contact})`;
    const files = await contentsOf(tx, org, contact);
    const media = await mediaOf(tx, org, contact);
    return {
      content: () => zipOf({ 'README.txt': README, ...files }, media, storage),
      name: `person-${contact}.zip`,
      contentType: 'application/zip',
    };
  },
});

type Row = Record<
  | ('profile' | 'consent' | 'messages' | 'notes' | 'events' | 'runs' | 'campaigns' | 'calls')
  | ('audit' | 'statuses' | 'runEvents' | 'imports' | 'dates'),
  string
>;

async function contentsOf(tx: Tx, org: string, contact: string): Promise<Record<string, string>> {
  const [row] = await tx<Row[]>`
    with traces as materialized (select private.traces_of_contact(${org}, ${contact}) as kept)
    select
      (select jsonb_pretty(to_jsonb(c) - 'org_id' || jsonb_build_object(
          'identities', (select jsonb_agg(to_jsonb(i) - '{org_id,contact_id,hash}'::text[] order by i.kind, i.value)
            from public.contact_identities i where i.org_id = c.org_id and i.contact_id = c.id),
          'segments', (select coalesce(jsonb_agg(jsonb_build_object('name', s.name, 'since', m.since)), '[]')
            from public.segment_members m join public.segments s on s.id = m.segment_id
            where m.org_id = c.org_id and m.contact_id = c.id),
          'mergedFrom', (select coalesce(jsonb_agg(jsonb_build_object('id', g.merged_contact_id, 'at', g.created_at)), '[]')
            from public.contact_merges g where g.org_id = c.org_id and g.contact_id = c.id)))
        from public.contacts c where c.org_id = ${org} and c.id = ${contact}) as profile,
      (select jsonb_pretty(coalesce(jsonb_agg(to_jsonb(e) - 'org_id' order by e.at, e.id), '[]'))
        from public.consent_events e
        where e.org_id = ${org} and e.contact_id = any(private.ids_of_contact(${org}, ${contact}))) as consent,
      (select jsonb_pretty(jsonb_build_object(
        'conversations', (select coalesce(jsonb_agg(to_jsonb(v) - 'org_id' order by v.created_at), '[]')
          from public.conversations v where v.org_id = ${org} and v.contact_id = ${contact}),
        'messages', (select coalesce(jsonb_agg(to_jsonb(m) - 'org_id' order by m.created_at, m.id), '[]')
          from public.messages m where m.org_id = ${org} and m.contact_id = ${contact})))) as messages,
      (select jsonb_pretty(coalesce(jsonb_agg(to_jsonb(n) - 'org_id' order by n.created_at, n.id), '[]'))
        from public.conversations v join public.conversation_notes n on n.org_id = v.org_id and n.conversation_id = v.id
        where v.org_id = ${org} and v.contact_id = ${contact}) as notes,
      (select jsonb_pretty(coalesce(jsonb_agg(to_jsonb(e) - 'org_id' order by e.id), '[]'))
        from public.contact_events e where e.org_id = ${org} and e.contact_id = ${contact}) as events,
      (select jsonb_pretty(coalesce(jsonb_agg(to_jsonb(r) - 'org_id' || jsonb_build_object(
          'flow', (select f.name from public.flows f where f.id = r.flow_id),
          'steps', (select coalesce(jsonb_agg(to_jsonb(s) - 'org_id' order by s.n), '[]')
            from public.flow_run_steps s where s.run_id = r.id)) order by r.started_at), '[]'))
        from public.flow_runs r where r.org_id = ${org} and r.contact_id = ${contact}) as runs,
      (select jsonb_pretty(coalesce(jsonb_agg(to_jsonb(r) - 'org_id' || jsonb_build_object('campaign', g.name) order by r.created_at), '[]'))
        from public.campaign_recipients r join public.campaigns g on g.id = r.campaign_id
        where r.org_id = ${org} and r.contact_id = ${contact}) as campaigns,
      jsonb_pretty(private.calls_of_contact(${org}, ${contact})) as calls,
      (select jsonb_pretty(coalesce(jsonb_agg(jsonb_build_object(
          'at', l.at, 'actor', l.actor_kind, 'actorId', l.actor_id, 'action', l.action, 'subject', l.subject, 'subjectId', l.subject_id,
          'before', l.before || coalesce(d.before, '{}'), 'after', l.after || coalesce(d.after, '{}')) order by l.at, l.id), '[]'))
        from public.audit_log l left join public.audit_details d on d.audit_id = l.id and d.at = l.at
        where l.org_id = ${org} and l.contact_id = any(private.ids_of_contact(${org}, ${contact}))) as audit,
      jsonb_pretty(kept -> 'statuses') as statuses, jsonb_pretty(kept -> 'runEvents') as "runEvents",
      jsonb_pretty(kept -> 'imports') as imports, jsonb_pretty(kept -> 'dates') as dates
    from traces`;
  const { profile, consent, messages, notes, events, runs, campaigns, calls } = row!;
  const { audit, statuses, runEvents, imports, dates } = row!;
  return {
    ...{ 'contact.json': profile, 'consent.json': consent, 'messages.json': messages },
    ...{ 'notes.json': notes },
    ...{ 'events.json': events, 'runs.json': runs, 'campaigns.json': campaigns, 'calls.json': calls },
    ...{ 'statuses.json': statuses, 'run-events.json': runEvents, 'dates.json': dates },
    ...{ 'imports.json': imports, 'audit.json': audit },
  };
}

interface ArchivedFile {
  name: string;
  path: string;
  sentAt: Date;
}

async function mediaOf(tx: Tx, org: string, contact: string): Promise<ArchivedFile[]> {
  const rows = await tx<{ id: string; orgId: string; media: StoredMedia; sentAt: Date }[]>`
    select id, org_id as "orgId", media, created_at as "sentAt" from public.messages
    where org_id = ${org} and contact_id = ${contact} and media ->> 'status' = 'stored' order by created_at, id`;
  return rows.map(({ id, orgId, media, sentAt }) => ({
    ...{ name: `media/${archiveName(id, media)}`, path: mediaPath(orgId, id), sentAt },
  }));
}

/**
 * Each file is read from Storage when its turn has come. One that can't be read, or only in part, breaks the archive off: nobody takes
 * it for whole. So does a reader who goes away.
 */
function zipOf(texts: Record<string, string>, files: ArchivedFile[], storage: FileStorage): Readable {
  const zip = new ZipFile();
  const output = new PassThrough();
  let current: Readable | null = null;
  for (const [name, text] of Object.entries(texts)) zip.addBuffer(Buffer.from(text), name);
  for (const { name, path, sentAt } of files) {
    // Photos, films and voice messages are compressed already.
    zip.addReadStreamLazy(name, { mtime: sentAt, compress: false }, (give) => {
      storage.download('media', path).then(
        (content) => {
          current = content;
          // The archive doesn't listen for it, and an error that nobody hears ends the process.
          content.on('error', (error) => output.destroy(error));
          if (output.destroyed) content.destroy();
          else give(null, content);
        },
        (error: Error) => output.destroy(error),
      );
    });
  }
  zip.end();
  output.on('close', () => current?.destroy());
  return zip.outputStream.pipe(output);
}
