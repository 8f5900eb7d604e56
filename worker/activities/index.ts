/** All activities, by the task queue they run on. */
import type { WorkerContext } from '../context.ts';
import { activityInfo } from '@temporalio/activity';
import type { Mailer } from '../../platform/mail/mailer.ts';
import type { HttpClient } from '../../platform/http/client.ts';
import type { FileStorage } from '../../platform/storage/storage.ts';
import type { MediaSource } from '../../platform/whatsapp/media.ts';
import type { TemplateApi } from '../../platform/whatsapp/templates.ts';
import type { CallActivities, FlowActivities } from '../../workflows/contract.ts';
import type { BulkPace } from '../bulk/work-on-job.ts';
import { createCampaignActivities } from '../campaigns/index.ts';
import { createChangeCampaign } from '../campaigns/change-campaign.ts';
import { createCallActivity } from '../calls/call-activity.ts';
import type { Gate } from '../gate/gate.ts';
import { createMailActivities } from '../mail/send-mail.ts';
import { createMediaActivities } from '../media/index.ts';
import type { WorkerActivities } from '../temporal/workers.ts';
import { createRetentionActivities } from '../retention/index.ts';
import { createSweepActivities } from '../sweeper/index.ts';
import type { Retention } from '../sweeper/thin-out.ts';
import { createTemplateActivities } from '../templates/index.ts';
import { createWebhookActivities } from '../webhooks/index.ts';
import { createSteer } from '../turn/steer.ts';
import { createTurn } from '../turn/turn.ts';
import { createWindowActivities } from './close-window.ts';
import { createContactFileActivities } from './contact-files.ts';
import { createErasureActivities } from './erase-contact.ts';
import { whileBeating } from './heartbeats.ts';
import { createJobActivities } from './jobs.ts';
import { createPurgeActivities } from './purge.ts';
import { createOutboxActivities, createSendActivities, laterOf } from './send.ts';

export interface ActivityOptions {
  http: HttpClient;
  mediaSource: MediaSource;
  templates: TemplateApi;
  mailer: Mailer;
  /** Where links in mails lead. */
  studioUrl: string;
  storage: FileStorage;
  retention: Retention;
  pace: BulkPace;
  /** Aborted when the worker is told to stop. */
  stopping: AbortSignal;
}

export function createActivities(
  context: WorkerContext,
  gate: Gate,
  { http, mediaSource, templates, mailer, studioUrl, storage, retention, pace, stopping }: ActivityOptions,
): WorkerActivities {
  return {
    flow: {
      turn: atItsTime(createTurn(context, gate)),
      steer: createSteer(context.sql),
      ...createOutboxActivities(context.sql, gate),
      ...createWindowActivities(context.sql),
      changeCampaign: createChangeCampaign(context.sql),
    },
    send: createSendActivities(gate),
    http: withHeartbeats(createCallActivity({ ...context, http })),
    media: createMediaActivities(context, mediaSource, storage, stopping),
    webhooks: createWebhookActivities(context, http, stopping),
    campaign: createCampaignActivities(context, gate, stopping),
    housekeeping: {
      ...createSweepActivities(context, retention, storage),
      ...createJobActivities(context, pace, stopping),
      ...createMailActivities({ sql: context.sql, masterKey: context.masterKey, mailer, studioUrl }),
      ...createPurgeActivities(context.sql, stopping),
      ...createErasureActivities(context, storage, stopping),
      ...createContactFileActivities(context, storage, stopping),
      ...createRetentionActivities(context),
      ...createTemplateActivities(context, templates),
    },
  };
}

/** As a regular activity a turn may be tried again hours later: then that is its time. As a local one the workflow's time is exact. */
function atItsTime(turn: FlowActivities['turn']): FlowActivities['turn'] {
  return (input) =>
    turn(activityInfo().isLocal ? input : { ...input, now: laterOf(input.now).toISOString() });
}

function withHeartbeats({ call }: CallActivities): CallActivities {
  return { call: (input) => whileBeating(() => call(input)) };
}
