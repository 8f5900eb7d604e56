/**
 * Inputs and answers of the workflow `campaign` and its activities. As in `contract.ts`, everything here ends up in histories: ids and
 * small numbers only, no message text, phone number or name.
 */

export interface CampaignInput {
  orgId: string;
  campaignId: string;
}

export interface CampaignWork extends CampaignInput {
  /** The workflow's time, RFC 3339; while an activity works, time goes on from there. */
  now: string;
}

export interface CampaignReport {
  /** What comes next. `wait`: look again at `wakeAt` (null: only when woken). `end`: there is nothing more to do. */
  next: CampaignStep | 'wait' | 'end';
  /** RFC 3339. */
  wakeAt: string | null;
  /** `gone`: it was deleted. */
  status: string;
  /** How far it is, in numbers, for operators. */
  words: string;
}

export type CampaignStep = 'look' | 'prepare' | 'send' | 'decide' | 'clear';

/** Each works for a minute at most, may be cut off anywhere and may run twice at once: the rows in Postgres say what is left. */
export interface CampaignActivities {
  /** Begins it when its time has come, and says what is next. */
  lookAtCampaign(work: CampaignWork): Promise<CampaignReport>;
  /** Counts the audience into recipients. */
  prepareCampaign(work: CampaignWork): Promise<CampaignReport>;
  /** Sends to those whose time has come. */
  sendCampaignSlice(work: CampaignWork): Promise<CampaignReport>;
  /** Chooses what the rest of a test gets, or stops it. */
  decideCampaignTest(work: CampaignWork): Promise<CampaignReport>;
  /** Takes back what a cancelled campaign has not sent. */
  clearCampaign(work: CampaignWork): Promise<CampaignReport>;
}

/** On the workflows' own queue, so that no slice stands before it. */
export interface CampaignSteering {
  changeCampaign(input: CampaignChange): Promise<CampaignChangeResult>;
}

export const campaignUpdates = ['pause', 'resume', 'cancel', 'setRate'] as const;

export interface CampaignChange extends CampaignInput {
  action: (typeof campaignUpdates)[number];
  /** Of `setRate`: messages per second; null: as fast as the number may send. */
  ratePerSecond: number | null;
}

export type CampaignChangeResult =
  { accepted: true; status: string } | { accepted: false; code: 'gone' | 'not_now'; status: string | null };

/** Argument of the update `setRate`. */
export interface SetRate {
  ratePerSecond: number | null;
}
