/**
 * What Postgres itself lets a signed-in person or an API key do: a row for every table, a permission for every command. It says the
 * same as the policies and grants of `supabase/migrations`, in terms of the permissions that the API asks for, and the tests in
 * `api/row-level-security` hold the database against it: a table, a command, a column or a function that is missing here fails them.
 */
import type { Permission } from './permissions.ts';

export type Command = 'select' | 'insert' | 'update' | 'delete';

/** A command that is left out is refused to everybody, whatever the row. */
export interface TableAccess {
  select?: Permission;
  insert?: ColumnAccess;
  update?: ColumnAccess;
  delete?: Permission;
}

export interface ColumnAccess {
  needs: Permission;
  /** The columns that may be given; the others are the database's own. */
  columns: readonly string[];
}

/** By schema and name. A partition has the row of its table. */
export const tableAccess: Readonly<Record<string, TableAccess>> = {
  'public.organizations': {
    select: 'organization:read',
    update: {
      needs: 'organization:write',
      columns: ['name', 'time_zone', 'business_hours', 'campaign_approval'],
    },
  },
  'public.org_members': { select: 'members:read' },
  'public.api_keys': {},
  'public.org_invitations': {},
  'public.teams': {
    select: 'members:read',
    insert: { needs: 'members:write', columns: ['id', 'org_id', 'name'] },
    update: { needs: 'members:write', columns: ['name'] },
    delete: 'members:write',
  },
  'public.team_members': {
    select: 'members:read',
    insert: { needs: 'members:write', columns: ['org_id', 'team_id', 'user_id'] },
    delete: 'members:write',
  },

  'public.webhook_endpoints': {
    select: 'webhooks:read',
    update: { needs: 'webhooks:write', columns: ['url', 'description', 'events', 'enabled'] },
    delete: 'webhooks:write',
  },
  'private.webhook_secrets': {},
  'public.webhook_deliveries': { select: 'webhooks:read' },
  'public.retention_rules': {
    select: 'organization:read',
    insert: { needs: 'organization:write', columns: ['org_id', 'kind', 'days'] },
    update: { needs: 'organization:write', columns: ['days'] },
    delete: 'organization:write',
  },
  'public.audit_log': { select: 'audit:read' },
  'public.audit_details': { select: 'audit:read' },

  'public.campaigns': {
    select: 'campaigns:read',
    insert: { needs: 'campaigns:write', columns: ['id', 'org_id', 'name', 'phone_number_id', 'doc'] },
    update: { needs: 'campaigns:write', columns: ['name', 'phone_number_id', 'doc'] },
    delete: 'campaigns:write',
  },
  'public.campaign_recipients': { select: 'campaigns:read' },

  'public.waba_accounts': { select: 'channels:read' },
  'public.phone_numbers': { select: 'channels:read' },
  'public.templates': { select: 'channels:read' },
  'private.meta_apps': {},
  'private.channel_credentials': {},
  'private.rate_buckets': {},

  'public.contacts': {
    select: 'contacts:read',
    insert: {
      needs: 'contacts:write',
      columns: ['id', 'org_id', 'name', 'locale', 'country', 'time_zone', 'tags', 'attributes'],
    },
    update: {
      needs: 'contacts:write',
      columns: ['name', 'locale', 'country', 'time_zone', 'tags', 'attributes'],
    },
  },
  'public.contact_identities': {
    select: 'contacts:read',
    insert: { needs: 'contacts:write', columns: ['org_id', 'kind', 'value', 'contact_id', 'hash'] },
    delete: 'contacts:write',
  },
  'public.contact_merges': { select: 'contacts:read' },
  'public.dismissed_duplicates': {
    select: 'contacts:read',
    insert: { needs: 'contacts:write', columns: ['org_id', 'contact_id', 'other_id'] },
    delete: 'contacts:write',
  },
  'public.attribute_definitions': {
    select: 'contacts:read',
    insert: {
      needs: 'organization:write',
      columns: ['id', 'org_id', 'key', 'label', 'type', 'options', 'description'],
    },
    update: { needs: 'organization:write', columns: ['label', 'options', 'description', 'archived_at'] },
    delete: 'organization:write',
  },
  'public.consent_settings': {
    select: 'organization:read',
    insert: {
      needs: 'organization:write',
      columns: ['org_id', 'stop_reply', 'start_reply', 'stop_words', 'start_words'],
    },
    update: {
      needs: 'organization:write',
      columns: ['stop_reply', 'start_reply', 'stop_words', 'start_words'],
    },
  },
  'public.suppressions': {
    select: 'contacts:read',
    insert: { needs: 'contacts:write', columns: ['org_id', 'hash', 'hint', 'reason'] },
    delete: 'organization:write',
  },
  'private.suppression_keys': {},
  'private.kept_denials': {},
  'private.segment_checks': {},
  'public.contact_events': { select: 'contacts:read' },
  'public.contact_fields': { select: 'contacts:read' },
  'public.consent_events': {
    select: 'contacts:read',
    insert: {
      needs: 'contacts:write',
      columns: ['org_id', 'contact_id', 'purpose', 'state', 'source', 'evidence', 'at'],
    },
  },
  'public.imports': { select: 'contacts:import' },
  'public.exports': { select: 'contacts:export' },
  'public.erasures': { select: 'contacts:erase' },
  'private.erasure_work': {},
  'private.erasure_wamids': {},
  'private.erased_messages': {},
  'private.file_removals': {},
  'private.import_contacts': {},
  'private.import_rejects': {},
  'private.import_slices': {},
  'public.segments': {
    select: 'segments:read',
    insert: { needs: 'segments:write', columns: ['id', 'org_id', 'name', 'rules'] },
    update: { needs: 'segments:write', columns: ['name', 'rules'] },
    delete: 'segments:write',
  },
  'public.segment_members': { select: 'segments:read' },

  'public.conversations': {
    select: 'conversations:read',
    update: {
      needs: 'conversations:write',
      columns: ['mode', 'status', 'assignee_id', 'team_id', 'unread_count'],
    },
  },
  'public.messages': { select: 'conversations:read' },
  'public.conversation_notes': {
    select: 'conversations:read',
    insert: {
      needs: 'conversations:write',
      columns: ['id', 'org_id', 'conversation_id', 'text', 'mentions'],
    },
  },
  'private.message_status_events': {},
  'public.conversation_changes': { select: 'conversations:read' },

  'public.analytics_hours': { select: 'analytics:read' },
  'private.analytics_marks': {},
  'public.media_files': { select: 'conversations:read' },
  'private.media_uploads': {},

  'public.flows': {
    select: 'flows:read',
    insert: {
      needs: 'flows:write',
      columns: ['id', 'org_id', 'name', 'draft', 'draft_hash', 'phone_number_id'],
    },
    update: {
      needs: 'flows:write',
      columns: ['name', 'draft', 'draft_rev', 'draft_hash', 'phone_number_id'],
    },
  },
  'public.flow_versions': { select: 'flows:read' },
  'public.flow_triggers': { select: 'flows:read' },
  'public.flow_runs': { select: 'flows:read' },
  'public.flow_run_steps': { select: 'flows:read' },
  'public.flow_jobs': { select: 'flows:read' },
  'private.run_events': {},
  'private.flow_calls': {},
  'private.trigger_clocks': {},
  'private.trigger_occurrences': {},
  'private.org_secrets': {},

  'private.webhook_events': {},
  'private.processed_keys': {},
  'private.outbox': {},
  'private.dead_letters': {},
  'private.idempotency_keys': {},
  'private.rate_hits': {},
};

/**
 * Functions that people's requests may call, by name: the permission they check inside, because they do more than a row's policy can
 * decide; null for those that know no organisation, tell only who calls, or read with the caller's own rights.
 */
export const functionAccess: Readonly<Record<string, Permission | null>> = {
  'private.claims': null,
  'private.user_id': null,
  'private.request': null,
  'private.idempotency_caller': null,
  'private.consent_actor': null,
  'private.current_contact': null,
  'private.ids_of_contact': null,
  'private.org_ids_for': null,
  'private.create_organization': null,
  'private.find_invitation': null,
  'private.accept_invitation': null,
  'private.delete_organization': 'organization:delete',
  'private.list_members': 'members:read',
  'private.set_member_role': 'members:write',
  'private.remove_member': 'members:write',
  'private.list_invitations': 'members:write',
  'private.create_invitations': 'members:write',
  'private.resend_invitation': 'members:write',
  'private.revoke_invitation': 'members:write',
  'private.member_names': 'members:read',
  'private.find_conversations': 'conversations:read',
  'private.create_import': 'contacts:import',
  'private.steer_import': 'contacts:import',
  'private.create_export': 'contacts:export',
  'private.cancel_export': 'contacts:export',
  'private.request_erasure': 'contacts:erase',
  'private.note_contact_export': 'contacts:export',
  'private.calls_of_contact': 'contacts:export',
  'private.traces_of_contact': 'contacts:export',
  'private.find_contacts': 'contacts:read',
  'private.suppression_key': 'contacts:read',
  'private.merge_contacts_by_people': 'contacts:write',
  'private.duplicate_contacts': 'contacts:read',
  'private.note_contacts_changed': 'contacts:write',
  'private.replace_tag': 'organization:write',
  'private.estimate_segment': 'segments:read',
  'private.record_api_event': 'events:write',
  'private.count_segment': 'segments:read',
  'private.search_segment': 'segments:read',
  'private.create_agent_message': 'messages:send',
  'private.edit_note': 'conversations:write',
  'private.delete_note': 'conversations:write',
  'private.create_agent_file_message': 'messages:send',
  'private.create_media_file': 'messages:send',
  'private.delete_media_file': 'messages:send',
  'private.publish_flow': 'flows:write',
  'private.republish_flow': 'flows:write',
  'private.set_flow_status': 'flows:write',
  'private.create_flow_job': 'flows:write',
  'private.steer_flow_job': 'flows:write',
  'private.api_key_name': 'flows:read',
  'private.connect_waba': 'channels:write',
  'private.access_token_set_at': 'channels:read',
  'private.access_token_for_refresh': 'channels:write',
  'private.save_template': 'templates:write',
  'private.request_template_sync': 'templates:write',
  'private.list_api_keys': 'apiKeys:read',
  'private.create_api_key': 'apiKeys:write',
  'private.revoke_api_key': 'apiKeys:write',
  'private.take_over_api_key': 'apiKeys:write',
  'private.steer_campaign': 'campaigns:write',
  'private.create_campaign_test': 'campaigns:write',
  'private.preflight_campaign': 'campaigns:read',
  'private.is_audience_readable': 'campaigns:read',
  'private.pace_of_number': 'campaigns:read',
  'private.after_quiet_hours': null,
  'private.postgres_zone': null,
  'private.list_org_secrets': 'secrets:read',
  'private.set_org_secret': 'secrets:write',
  'private.delete_org_secret': 'secrets:write',
  'private.list_dead_letters': 'deadLetters:read',
  'private.count_dead_letters': 'deadLetters:read',
  'private.settle_dead_letter': 'deadLetters:replay',
  'private.settle_dead_letters': 'deadLetters:replay',
  'private.create_webhook_endpoint': 'webhooks:write',
  'private.rotate_webhook_secret': 'webhooks:write',
  'private.previous_webhook_secrets': 'webhooks:read',
  'private.send_test_webhook': 'webhooks:write',
  'private.resend_webhook': 'webhooks:write',
  'private.search_audit': 'audit:read',
  'private.audit_names': 'audit:read',
  // A repeated request may be any request.
  'private.claim_idempotency_key': 'organization:read',
  'private.keep_idempotent_answer': 'organization:read',
};
