/** One message to many people: drafts, what comes of them, their course. */
import { z } from 'zod';
import { newCampaignDoc } from '../../campaigns/document.ts';
import { exclusions, recipientResults, type Exclusion } from '../../campaigns/recipients.ts';
import * as campaigns from '../campaigns.ts';
import * as s from '../schemas.ts';
import { inOrg, list, org, orgPath, type OperationGroup } from './operation.ts';

const path = `${orgPath}/campaigns`;
const one = inOrg({ campaign: s.id });

function command<const Verb extends string>(verb: Verb, summary: string) {
  return {
    method: 'post',
    path: `${path}/{campaign}/${verb}`,
    summary,
    access: 'campaigns:write',
    params: one,
    response: campaigns.campaign,
  } as const;
}

export const campaignsOperations = {
  listCampaigns: {
    method: 'get',
    path,
    summary: 'Campaigns, newest first',
    access: 'campaigns:read',
    params: org,
    query: list({
      status: campaigns.campaignStatus.optional(),
      search: z.string().trim().min(1).max(200).optional().describe('Part of the name'),
    }),
    response: s.page(campaigns.campaignSummary),
  },
  createCampaign: {
    method: 'post',
    path,
    summary: 'New draft of a campaign',
    access: 'campaigns:write',
    params: org,
    body: campaigns.createCampaignBody,
    example: { name: 'Winter sale' },
    status: 201,
    response: campaigns.campaign,
  },
  preflightCampaign: {
    method: 'post',
    path: `${path}/preflight`,
    summary: 'Who would get it and who not and why, what it costs, when it is done; stores nothing',
    access: 'campaigns:read',
    params: org,
    body: campaigns.preflightBody,
    example: { phoneNumberId: null, doc: newCampaignDoc() },
    response: campaigns.preflight,
  },
  getCampaign: {
    method: 'get',
    path: `${path}/{campaign}`,
    summary: 'One campaign with its document',
    access: 'campaigns:read',
    params: one,
    response: campaigns.campaign,
  },
  updateCampaign: {
    method: 'patch',
    path: `${path}/{campaign}`,
    summary: 'Change a draft; 409 `wrong_campaign_status` once it is started',
    access: 'campaigns:write',
    params: one,
    body: campaigns.updateCampaignBody,
    example: {},
    response: campaigns.campaign,
  },
  deleteCampaign: {
    method: 'delete',
    path: `${path}/{campaign}`,
    summary: 'Delete a draft; what was sent stays',
    access: 'campaigns:write',
    params: one,
    response: z.object({ id: s.id }),
  },
  startCampaign: command(
    'start',
    'Send it at the time of its document; 422 `campaign_has_errors` with all that it lacks. Waits for approval where the organisation asks for it',
  ),
  approveCampaign: command('approve', 'Approve what somebody else has started; for signed-in people only'),
  withdrawCampaign: command('withdraw', 'Make it a draft again, before anything was sent'),
  pauseCampaign: command('pause', 'Stop within a second; nothing is lost'),
  resumeCampaign: command('resume', 'Go on where it was paused'),
  cancelCampaign: command('cancel', 'Stop for good; what was sent stays sent'),
  setCampaignRate: {
    method: 'put',
    path: `${path}/{campaign}/rate`,
    summary: 'Send faster or slower, also while it runs',
    access: 'campaigns:write',
    params: one,
    body: campaigns.rateBody,
    example: { ratePerSecond: 20 },
    response: campaigns.campaign,
    changes: 'getCampaign',
  },
  testCampaign: {
    method: 'post',
    path: `${path}/{campaign}/test`,
    summary: 'Send a draft to a few people of yours',
    access: 'campaigns:write',
    params: one,
    body: campaigns.testSendBody,
    example: { contactIds: ['0193e0a2-7b4c-7000-8000-000000000001'] },
    response: campaigns.testSend,
  },
  getCampaignReport: {
    method: 'get',
    path: `${path}/{campaign}/report`,
    summary: 'What came of it: counts, reasons, failures, variants, cost',
    access: 'campaigns:read',
    params: one,
    response: campaigns.campaignReport,
  },
  listCampaignRecipients: {
    method: 'get',
    path: `${path}/{campaign}/recipients`,
    summary: 'The people behind each number of the report',
    access: 'campaigns:read',
    params: one,
    query: list({
      result: z.enum(recipientResults).optional(),
      reached: z
        .enum(['sent', 'delivered'])
        .optional()
        .describe('Whom it got at least so far: `sent` holds the delivered and the read ones, too'),
      reason: z.enum(Object.keys(exclusions) as [Exclusion]).optional(),
      errorCode: z.string().min(1).max(64).optional(),
      replied: z.stringbool().optional(),
      variant: z.string().length(1).optional(),
    }),
    response: s.page(campaigns.recipient),
  },
} as const satisfies OperationGroup;
