/** What an organisation may keep for a time of its own choice. */

/**
 * Kind: the least days, which flows, segments or an auditor need, and what happens after them. The table `retention_rules` knows the
 * same bounds. Without a rule the deployment's own bounds hold (docs/operations.md), else things are kept for ever.
 */
export const retentionKinds = {
  messageContent: {
    leastDays: 7,
    effect: 'Words and files of messages go, and notes beside them; that there was a message stays.',
  },
  deliveries: { leastDays: 1, effect: 'Raw webhook bodies go, and can’t be replayed any more.' },
  contactEvents: { leastDays: 30, effect: 'Events of contacts go; segments can’t look back further.' },
  runs: { leastDays: 7, effect: 'Steps and answers of ended runs go; that somebody was in the flow stays.' },
  auditLog: { leastDays: 365, effect: 'Entries of the audit log go.' },
} as const satisfies Record<string, { leastDays: number; effect: string }>;

export type RetentionKind = keyof typeof retentionKinds;

export const MOST_RETENTION_DAYS = 3_650;
