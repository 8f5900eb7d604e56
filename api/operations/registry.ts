/** Every operation of the contract and who answers it. A missing or misplaced handler doesn't compile. */
import type { OperationName } from '../../core/api/operations.ts';
import type { OperationHandler } from '../operation.ts';
import { archiveFlow } from './archive-flow.ts';
import { createContact } from './create-contact.ts';
import { createFlow } from './create-flow.ts';
import { createSegment } from './create-segment.ts';
import { deleteSecret } from './delete-secret.ts';
import { deleteSegment } from './delete-segment.ts';
import { diffFlowDraft } from './diff-flow-draft.ts';
import { diffFlowVersions } from './diff-flow-versions.ts';
import { exportFlow } from './export-flow.ts';
import { getContact } from './get-contact.ts';
import { getConversation } from './get-conversation.ts';
import { getFlow } from './get-flow.ts';
import { getFlowRun } from './get-flow-run.ts';
import { getFlowStanding } from './get-flow-standing.ts';
import { getFlowSurroundings } from './get-flow-surroundings.ts';
import { getFlowVersion } from './get-flow-version.ts';
import { getMe } from './get-me.ts';
import { getOrganization } from './get-organization.ts';
import { getSegment } from './get-segment.ts';
import { importFlow } from './import-flow.ts';
import { listContactFields } from './list-contact-fields.ts';
import { listContacts } from './list-contacts.ts';
import { listConversationMessages } from './list-conversation-messages.ts';
import { listConversations } from './list-conversations.ts';
import { listFlowRunSteps } from './list-flow-run-steps.ts';
import { listFlowRuns } from './list-flow-runs.ts';
import { listFlowVersions } from './list-flow-versions.ts';
import { listFlows } from './list-flows.ts';
import { listMessages } from './list-messages.ts';
import { listPhoneNumbers } from './list-phone-numbers.ts';
import { listSecrets } from './list-secrets.ts';
import { listSegmentContacts } from './list-segment-contacts.ts';
import { listSegments } from './list-segments.ts';
import { listTemplates } from './list-templates.ts';
import { pauseFlow } from './pause-flow.ts';
import { previewFlowMove } from './preview-flow-move.ts';
import { previewSegment } from './preview-segment.ts';
import { publishFlow } from './publish-flow.ts';
import { reportContactEvent } from './report-contact-event.ts';
import { reportEvent } from './report-event.ts';
import { resumeFlow } from './resume-flow.ts';
import { rollbackFlow } from './rollback-flow.ts';
import { saveFlowDraft } from './save-flow-draft.ts';
import { sendMessage } from './send-message.ts';
import { setSecret } from './set-secret.ts';
import { updateContact } from './update-contact.ts';
import { updateConversation } from './update-conversation.ts';
import { updateOrganization } from './update-organization.ts';
import { updateSegment } from './update-segment.ts';
import { validateFlow } from './validate-flow.ts';
import { createFlowJob } from './create-flow-job.ts';
import { enrolContacts } from './enrol-contacts.ts';
import { getFlowJob } from './get-flow-job.ts';
import { listFlowJobs } from './list-flow-jobs.ts';
import { cancelFlowJob, pauseFlowJob, resumeFlowJob } from './steer-flow-job.ts';
import { exitFlowRun, pauseFlowRun, resumeFlowRun, retryFlowRun, skipFlowRun } from './steer-flow-run.ts';

export const handlers = {
  getMe,
  getOrganization,
  updateOrganization,
  listPhoneNumbers,
  listTemplates,
  listContacts,
  createContact,
  getContact,
  updateContact,
  reportContactEvent,
  reportEvent,
  listContactFields,
  listSegments,
  createSegment,
  previewSegment,
  getSegment,
  updateSegment,
  deleteSegment,
  listSegmentContacts,
  listConversations,
  getConversation,
  updateConversation,
  listConversationMessages,
  sendMessage,
  listMessages,
  listFlows,
  createFlow,
  getFlow,
  saveFlowDraft,
  validateFlow,
  publishFlow,
  listFlowVersions,
  getFlowVersion,
  diffFlowVersions,
  diffFlowDraft,
  rollbackFlow,
  pauseFlow,
  resumeFlow,
  archiveFlow,
  getFlowStanding,
  previewFlowMove,
  exportFlow,
  importFlow,
  getFlowSurroundings,
  listFlowRuns,
  getFlowRun,
  listFlowRunSteps,
  pauseFlowRun,
  resumeFlowRun,
  exitFlowRun,
  retryFlowRun,
  skipFlowRun,
  enrolContacts,
  createFlowJob,
  listFlowJobs,
  getFlowJob,
  pauseFlowJob,
  resumeFlowJob,
  cancelFlowJob,
  listSecrets,
  setSecret,
  deleteSecret,
} satisfies { [Name in OperationName]: OperationHandler<Name> };
