/**
 * What entries of the audit log speak of. The triggers of the database use these words (`private.audit`); a test holds them against
 * this table.
 */

/** Subject: its name in a sentence, and in a list of kinds. */
export const auditSubjects = {
  organization: { noun: 'the workspace', title: 'Workspace' },
  member: { noun: 'member', title: 'Members' },
  invitation: { noun: 'an invitation', title: 'Invitations' },
  contactMerge: { noun: 'contacts that were merged', title: 'Merged contacts' },
  dismissedDuplicate: { noun: 'contacts that are not one person', title: 'Contacts kept apart' },
  suppression: { noun: 'a suppressed number', title: 'Suppressions' },
  consentSettings: { noun: 'the consent settings', title: 'Consent settings' },
  attribute: { noun: 'the attribute', title: 'Attributes' },
  team: { noun: 'the team', title: 'Teams' },
  teamMember: { noun: 'who belongs to a team', title: 'Members of teams' },
  import: { noun: 'an import of contacts', title: 'Imports' },
  export: { noun: 'an export of contacts', title: 'Exports' },
  erasure: { noun: 'the erasure of a person', title: 'Erasures' },
  apiKey: { noun: 'the API key', title: 'API keys' },
  webhookEndpoint: { noun: 'the webhook', title: 'Webhooks' },
  webhookSecret: { noun: 'the signing secret of a webhook', title: 'Secrets of webhooks' },
  secret: { noun: 'the secret', title: 'Secrets' },
  whatsAppAccount: { noun: 'the WhatsApp account', title: 'WhatsApp accounts' },
  accessToken: { noun: 'the access token of a WhatsApp account', title: 'Access tokens' },
  phoneNumber: { noun: 'the number', title: 'Numbers' },
  template: { noun: 'the template', title: 'Templates' },
  segment: { noun: 'the segment', title: 'Segments' },
  campaign: { noun: 'the campaign', title: 'Campaigns' },
  flow: { noun: 'the flow', title: 'Flows' },
  flowVersion: { noun: 'a version of the flow', title: 'Published versions' },
  flowJob: { noun: 'work on many runs of the flow', title: 'Work on many runs' },
  consent: { noun: 'consent', title: 'Consent' },
  retentionRule: { noun: 'a retention rule', title: 'Retention' },
  deadLetter: { noun: 'a failed delivery', title: 'Failed deliveries' },
  note: { noun: 'a note beside a conversation', title: 'Notes' },
  contact: { noun: 'a contact', title: 'Contacts' },
} as const satisfies Record<string, { noun: string; title: string }>;

export type AuditSubject = keyof typeof auditSubjects;
