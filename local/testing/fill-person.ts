/** Something of a person in every table where something of a person may stand. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import { statusWebhook } from './webhooks.ts';

export interface PersonToFill {
  org: string;
  /** Has a conversation already. */
  contactId: string;
  phone: string;
  name: string;
  words: string;
}

/**
 * Name, number, id and words of the person, and in each table besides a mark of its own.
 *
 * @param admin as the database's owner
 */
export async function fillPerson(admin: Sql, person: PersonToFill): Promise<void> {
  const { org, phone, name, words, contactId } = person;
  const [flow, version, run, outbound] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const [conversation] = await admin<{ id: string; number: string }[]>`
    select id, phone_number_id as number from conversations where contact_id = ${contactId}`;
  const personal = (table: string) => admin.json({ phone, name, words, mark: markOf(table, person) });
  await admin`insert into contact_identities (org_id, kind, value, contact_id) values (${org}, 'bsuid', ${`US.${phone}`}, ${contactId})`;
  await admin`
    update contacts set tags = ${[words]}, attributes = ${personal('public.contacts')}, locale = ${name} where id = ${contactId}`;
  await admin`
    insert into consent_events (org_id, contact_id, state, source, evidence, at)
    values (${org}, ${contactId}, 'denied', 'message', ${personal('public.consent_events')}, now())`;
  await admin`insert into contact_events (org_id, contact_id, kind, name, detail)
    values (${org}, ${contactId}, 'api_event', 'x', ${personal('public.contact_events')})`;

  await admin`insert into flows (id, org_id, name, draft, draft_hash) values (${flow}, ${org}, 'F', '{}', 'x')`;
  await admin`insert into flow_versions (id, org_id, flow_id, number, doc, hash) values (${version}, ${org}, ${flow}, 1, '{}', 'x')`;
  const state = personal('public.flow_runs');
  await admin`
    insert into flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id, state, turn_result, workflow_id)
    values (${run}, ${org}, ${flow}, ${version}, ${contactId}, ${conversation!.id}, 'n', ${state}, ${state}, ${run})`;
  await admin`
    insert into flow_run_steps (run_id, n, org_id, seq, node_id, node_type, problem, at)
    values (${run}, 1, ${org}, 1, 'n', 'exit', ${`${words}; ${markOf('public.flow_run_steps', person)}`}, now())`;
  await admin`insert into private.run_events (run_id, n, kind, detail) values (${run}, 1, 'free', ${personal('private.run_events')})`;
  const call = personal('private.flow_calls');
  await admin`insert into private.flow_calls (run_id, ordinal, org_id, node_id, request, result) values (${run}, 1, ${org}, 'n', ${call}, ${call})`;
  await admin`
    insert into private.trigger_occurrences (org_id, flow_id, node_id, contact_id, day)
    values (${org}, ${flow}, ${markOf('private.trigger_occurrences', person)}, ${contactId}, '1990-02-28')`;

  const wamid = `wamid.to-${phone}`;
  await admin`
    insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, text, wamid, status,
      status_rank, source)
    values (${outbound}, ${org}, ${conversation!.id}, ${contactId}, ${conversation!.number}, 'outbound', 'text',
      ${personal('public.messages')}, ${words}, ${wamid}, 'sent', 20, 'agent')`;
  await admin`
    insert into conversation_notes (org_id, conversation_id, text, author_kind, author_id)
    values (${org}, ${conversation!.id}, ${`${name}, ${phone}: ${words}; ${markOf('public.conversation_notes', person)}`}, 'flow', ${run})`;
  await admin`
    insert into private.message_status_events (phone_number_id, wamid, status, at, detail)
    values (${conversation!.number}, ${wamid}, 'delivered', now(), ${personal('private.message_status_events')})`;
  const body = Buffer.from(statusWebhook([{ wamid, status: 'delivered', to: phone }]));
  await admin`
    insert into private.webhook_events (app_key, lane, priority, body, sha256, state)
    values ('default', 0, 2, ${body}, sha256(${body}), 'done')`;

  await admin`
    insert into private.idempotency_keys (org_id, caller, key, request_hash, status, answer)
    values (${org}, 'x', ${`order-${phone}`}, ${randomBytes(32)}, 201, ${personal('private.idempotency_keys')})`;
  const audited = personal('public.audit_details');
  await admin`select private.write_audit(${org}, 'changed', 'contact', ${contactId}, null, ${contactId}, '{}', '{}', ${audited}, ${audited})`;
  await admin`select private.write_audit(${org}, 'created', 'export', ${randomUUID()}, null, null, '{}', '{}', '{}', ${audited})`;
  await admin`
    insert into private.dead_letters (org_id, kind, cause, reference)
    values (null, 'webhook_status', 'x', ${admin.json({ wamid })}), (${org}, 'x', 'x', ${personal('private.dead_letters')}),
      (${org}, 'webhook_message', 'x', ${admin.json({ content: `message:${wamid}` })})`;
  await admin`insert into private.processed_keys (key) values (${`a message message:wamid.of-${phone}`}), (${`a preference preference:${phone}`})`;
  await admin`insert into private.segment_checks (org_id, contact_id) values (${org}, ${contactId})`;

  const importId = randomUUID();
  await admin`
    insert into imports (id, org_id, file_name, source, columns, mapping, total, created_by)
    values (${importId}, ${org}, ${`${name}.csv`}, '{}', '{Phone}', '{"columns": [{"kind": "phone"}]}', 1, 'x')`;
  await admin`
    insert into private.import_contacts (org_id, import_id, contact_id, change)
    values (${org}, ${importId}, ${contactId}, ${personal('private.import_contacts')})`;
  await admin`insert into private.import_rejects (org_id, import_id, line, cells, reason) values (${org}, ${importId}, 1, ${[`+${phone}`, words]}, 'x')`;
  await admin`
    insert into exports (id, org_id, file_name, params, format, created_by, status)
    values (${randomUUID()}, ${org}, 'x.csv', ${admin.json({ search: name })}, 'csv', 'x', 'expired')`;
}

/** What stands in this table and no other. */
export function markOf(table: string, { phone }: Pick<PersonToFill, 'phone'>): string {
  return `${phone} in ${table}`;
}
