/** The life of a campaign, as data: its states, what may be done in each, and why one pauses by itself. */

export const campaignStatuses = [
  'draft',
  'awaitingApproval',
  'scheduled',
  'running',
  'paused',
  'completed',
  'cancelled',
  'failed',
] as const;

export type CampaignStatus = (typeof campaignStatuses)[number];

/** The states in which each may be done, and the one that follows; the same as `private.change_campaign`. */
export const campaignActions = {
  /** To `awaitingApproval` instead where the organisation asks for approval. */
  start: { from: ['draft'], to: 'scheduled' },
  /** By somebody else than who started it. */
  approve: { from: ['awaitingApproval'], to: 'scheduled' },
  /** Back to the drawing board, before anything was sent. */
  withdraw: { from: ['awaitingApproval', 'scheduled'], to: 'draft' },
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  cancel: { from: ['running', 'paused'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly CampaignStatus[]; to: CampaignStatus }>;

export type CampaignAction = keyof typeof campaignActions;

export function mayDo(action: CampaignAction, status: CampaignStatus): boolean {
  return (campaignActions[action].from as readonly CampaignStatus[]).includes(status);
}

/** Nothing more is sent, whatever happens. */
export function isOver(status: CampaignStatus): boolean {
  return status === 'completed' || status === 'cancelled' || status === 'failed';
}

/** Why a campaign paused by itself, in one sentence for people. Who resumes it has put that right. */
export const pauseReasons = {
  too_many_failures: 'Too many of its messages failed.',
  template_paused: 'Meta has paused the template because of its quality.',
  template_unusable: 'The template is not approved any more, or not as it was.',
  account_blocked: 'Meta lets this number or account send nothing just now.',
  token_refused: 'Meta does not accept the access token of this account.',
  spam_limit: 'Meta has stopped this number, because too many people block or report it.',
} as const;

export type PauseReason = keyof typeof pauseReasons;
