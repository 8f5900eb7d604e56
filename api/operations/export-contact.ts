/** What is kept about a person, in one ZIP: made for the moment, stored nowhere. */
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Tx } from '../../platform/db/pool.ts';
import { operation } from '../operation.ts';
import { requireContact } from '../rows/contacts.ts';

const README = `This archive holds everything that is kept about one person.

contact.json    profile, tags, attributes, numbers and ids, segments
consent.json    what the person allowed and refused, when, and how we know
messages.json   all messages, theirs and ours, and the conversations they belong to
events.json     what happened: tags, attributes, events that were reported
runs.json       automated flows the person was in, with every step

Photos, voice messages and other files that the person sent are not stored here: a message names them by their id at WhatsApp.
`;

export const exportContact = operation('exportContact', {
  async handle({ tx, params: { org, contact } }) {
    await requireContact(tx, org, contact);
    await tx`select private.note_contact_export(${org}, ${contact})`;
    const files = await contentsOf(tx, org, contact);
    return {
      content: () => zipOf({ 'README.txt': README, ...files }),
      name: `person-${contact}.zip`,
      contentType: 'application/zip',
    };
  },
});

async function contentsOf(tx: Tx, org: string, contact: string): Promise<Record<string, string>> {
  const [row] = await tx<Record<'profile' | 'consent' | 'messages' | 'events' | 'runs', string>[]>`
    select
      (select jsonb_pretty(to_jsonb(c) - 'org_id' || jsonb_build_object(
          'identities', (select jsonb_agg(to_jsonb(i) - '{org_id,contact_id,hash}'::text[] order by i.kind, i.value)
            from public.contact_identities i where i.org_id = c.org_id and i.contact_id = c.id),
          'segments', (select coalesce(jsonb_agg(jsonb_build_object('name', s.name, 'since', m.since)), '[]')
            from public.segment_members m join public.segments s on s.id = m.segment_id
            where m.org_id = c.org_id and m.contact_id = c.id)))
        from public.contacts c where c.org_id = ${org} and c.id = ${contact}) as profile,
      (select jsonb_pretty(coalesce(jsonb_agg(to_jsonb(e) - 'org_id' order by e.at, e.id), '[]'))
        from public.consent_events e
        where e.org_id = ${org} and e.contact_id = any(private.ids_of_contact(${org}, ${contact}))) as consent,
      (select jsonb_pretty(jsonb_build_object(
        'conversations', (select coalesce(jsonb_agg(to_jsonb(v) - 'org_id' order by v.created_at), '[]')
          from public.conversations v where v.org_id = ${org} and v.contact_id = ${contact}),
        'messages', (select coalesce(jsonb_agg(to_jsonb(m) - 'org_id' order by m.created_at, m.id), '[]')
          from public.messages m where m.org_id = ${org} and m.contact_id = ${contact})))) as messages,
      (select jsonb_pretty(coalesce(jsonb_agg(to_jsonb(e) - 'org_id' order by e.id), '[]'))
        from public.contact_events e where e.org_id = ${org} and e.contact_id = ${contact}) as events,
      (select jsonb_pretty(coalesce(jsonb_agg(to_jsonb(r) - 'org_id' || jsonb_build_object(
          'flow', (select f.name from public.flows f where f.id = r.flow_id),
          'steps', (select coalesce(jsonb_agg(to_jsonb(s) - 'org_id' order by s.n), '[]')
            from public.flow_run_steps s where s.run_id = r.id)) order by r.started_at), '[]'))
        from public.flow_runs r where r.org_id = ${org} and r.contact_id = ${contact}) as runs`;
  const { profile, consent, messages, events, runs } = row!;
  return {
    ...{ 'contact.json': profile, 'consent.json': consent, 'messages.json': messages },
    ...{ 'events.json': events, 'runs.json': runs },
  };
}

function zipOf(files: Record<string, string>): Readable {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  return Readable.from(zip.outputStream);
}
