/** What becomes of one recipient whose time has come: pure. */
import { campaignMessage, exclusionOf, type CampaignPerson } from '../../core/campaigns/message.ts';
import type { CampaignMessage, CampaignScene } from '../../core/campaigns/message.ts';
import type { Exclusion } from '../../core/campaigns/recipients.ts';
import type { SendPurpose } from '../../core/messaging/content.ts';
import type { Campaign } from './campaign.ts';

export interface Due {
  contactId: string;
  /** Null: its variant is not in the document any more. */
  variant: string | null;
  /** Messages made so far. */
  attempts: number;
  messageId: string | null;
  messageStatus: string | null;
  errorClass: string | null;
  /** Null: it is no quiet hour where they are. */
  quietUntil: Date | null;
}

export type Verdict =
  | { kind: 'write'; message: CampaignMessage }
  /** Its message has not gone out yet: the same one goes to the gate again. */
  | { kind: 'sendAgain' }
  /** Its message has had its say. */
  | { kind: 'isSent' }
  | { kind: 'exclude'; reason: Exclusion }
  | { kind: 'later'; at: Date }
  /** The campaign's fault: nobody would get this. */
  | { kind: 'unusable' };

/** @param person undefined: deleted in this moment */
export function decide(
  { doc }: Pick<Campaign, 'doc'>,
  due: Due,
  person: CampaignPerson | undefined,
  purpose: SendPurpose,
  scene: CampaignScene,
): Verdict {
  const { messageStatus, errorClass, attempts, quietUntil } = due;
  const isWaiting = messageStatus === 'queued' || messageStatus === 'sending';
  if (messageStatus !== null && !isWaiting && !isToRetry(doc, { messageStatus, errorClass, attempts }))
    return { kind: 'isSent' };
  if (quietUntil !== null) return { kind: 'later', at: quietUntil };
  // The gate looks at consent and the like once more; the cap would count this very message.
  if (isWaiting) return { kind: 'sendAgain' };
  if (person === undefined) return { kind: 'exclude', reason: 'no_recipient' };
  const reason = exclusionOf(person, purpose, doc.delivery);
  if (reason !== null) return { kind: 'exclude', reason };
  const variant = doc.variants.find(({ key }) => key === due.variant) ?? doc.variants[0]!;
  const message = campaignMessage(variant, person, scene);
  if (!('problem' in message)) {
    // In the person's language it may be of another category.
    const reasonThere = exclusionOf(person, message.purpose, doc.delivery);
    return reasonThere === null ? { kind: 'write', message } : { kind: 'exclude', reason: reasonThere };
  }
  return ofCampaign.includes(message.problem.code)
    ? { kind: 'unusable' }
    : { kind: 'exclude', reason: 'value_missing' };
}

/** Problems that everybody's message has. All others come of one person's values, and one person must not stop the rest. */
const ofCampaign: readonly string[] = ['template_not_found', 'template_params', 'file_missing'];

/** Whether a message that Meta held back, because the person got too much, is tried once more. */
export function isToRetry(
  { delivery }: Campaign['doc'],
  { messageStatus, errorClass, attempts }: Pick<Due, 'messageStatus' | 'errorClass' | 'attempts'>,
): boolean {
  return messageStatus === 'failed' && errorClass === 'capped' && attempts <= delivery.retriesWhenCapped;
}
