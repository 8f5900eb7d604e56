/**
 * What the audit log holds of each table: a row for every table of `public`, and for those of `private` that are audited. A table that
 * isn't says why not. A test holds the database against it (`api/row-level-security/audited.db.test.ts`): a new table of settings can't
 * do without, by oversight.
 */
import type { AuditSubject } from './audit-subjects.ts';

export type AuditedCommand = 'insert' | 'update' | 'delete';

export type TableAudit =
  | {
      subject: AuditSubject;
      /** Left out: all three. */
      on?: readonly AuditedCommand[];
    }
  | { excused: string };

/** By schema and name. */
export const tableAudits: Readonly<Record<string, TableAudit>> = {
  'public.organizations': { subject: 'organization' },
  'public.org_members': { subject: 'member' },
  'public.org_invitations': { subject: 'invitation' },
  'public.teams': { subject: 'team' },
  'public.team_members': { subject: 'teamMember' },
  'public.api_keys': { subject: 'apiKey' },
  'public.webhook_endpoints': { subject: 'webhookEndpoint' },
  'private.webhook_secrets': { subject: 'webhookSecret' },
  'public.webhook_deliveries': { excused: 'They are a log themselves, written all day.' },
  'public.retention_rules': { subject: 'retentionRule' },
  'public.audit_log': { excused: 'It is the log, and never changes.' },
  'public.audit_details': { excused: 'It is part of the log; an erasure that empties it is audited itself.' },

  'public.waba_accounts': { subject: 'whatsAppAccount' },
  'public.phone_numbers': { subject: 'phoneNumber' },
  'public.templates': { subject: 'template' },
  'private.channel_credentials': { subject: 'accessToken' },
  'private.org_secrets': { subject: 'secret' },
  'private.dead_letters': { subject: 'deadLetter', on: ['update'] },

  'public.contacts': { subject: 'contact', on: ['delete'] },
  'public.contact_identities': {
    excused: 'Data of contacts: people, imports and WhatsApp change it all day.',
  },
  'public.contact_events': { excused: 'It is a log itself.' },
  'public.contact_fields': { excused: 'Names that contacts use, kept by triggers.' },
  'public.contact_merges': { subject: 'contactMerge', on: ['insert'] },
  'public.dismissed_duplicates': { subject: 'dismissedDuplicate', on: ['insert', 'delete'] },
  'public.attribute_definitions': { subject: 'attribute' },
  'public.consent_settings': { subject: 'consentSettings' },
  'public.consent_events': { subject: 'consent', on: ['insert'] },
  'public.suppressions': { subject: 'suppression', on: ['insert', 'delete'] },
  'public.imports': { subject: 'import' },
  'public.exports': { subject: 'export' },
  'public.erasures': { subject: 'erasure' },
  'public.segments': { subject: 'segment' },
  'public.segment_members': { excused: 'Who is in follows from the rules, which are audited.' },

  'public.campaigns': { subject: 'campaign' },
  'public.campaign_recipients': {
    excused: 'Who gets a campaign follows from its document, which is audited.',
  },

  'public.conversations': { excused: 'Daily work of the inbox, no setting.' },
  'public.messages': { excused: 'Daily work of the inbox: each says itself who sent it.' },
  'public.conversation_notes': { subject: 'note', on: ['update', 'delete'] },

  'public.conversation_changes': { excused: 'It is a log itself.' },

  'public.analytics_hours': { excused: 'Counted from rows of other tables.' },

  'public.media_files': { excused: 'Daily work of the inbox: each says itself who uploaded it.' },

  'public.flows': { subject: 'flow' },
  'public.flow_versions': { subject: 'flowVersion', on: ['insert'] },
  'public.flow_triggers': { excused: 'They follow from the published version, which is audited.' },
  'public.flow_runs': { excused: 'Every turn changes it. Work on many runs at once is audited as a job.' },
  'public.flow_run_steps': { excused: 'It is the log of a run.' },
  'public.flow_jobs': { subject: 'flowJob' },
};
