/** Every operation of the contract and who answers it. A missing or misplaced handler doesn't compile. */
import type { OperationName } from '../../core/api/operations.ts';
import type { OperationHandler } from '../operation.ts';
import { archiveFlow } from './archive-flow.ts';
import { createApiKey } from './create-api-key.ts';
import { acceptInvitation } from './accept-invitation.ts';
import {
  createAttributeDefinition,
  deleteAttributeDefinition,
  listAttributeDefinitions,
  updateAttributeDefinition,
} from './attribute-definitions.ts';
import { createCampaign, deleteCampaign, updateCampaign } from './change-campaigns.ts';
import { changeContacts, eraseContacts } from './change-contacts.ts';
import { removeTag, renameTag } from './change-tag.ts';
import { listConsentEntries, recordConsent } from './contact-consent.ts';
import { getConsentSettings, updateConsentSettings } from './consent-settings.ts';
import { addContactPhone, removeContactPhone } from './contact-phones.ts';
import { createContact } from './create-contact.ts';
import { createFlow } from './create-flow.ts';
import { createInvitations } from './create-invitations.ts';
import { createOrganization } from './create-organization.ts';
import { createSegment } from './create-segment.ts';
import { createTeam, deleteTeam, updateTeam } from './change-teams.ts';
import {
  countDeadLetters,
  dismissDeadLetter,
  dismissDeadLetters,
  getDeadLetter,
  listDeadLetters,
  replayDeadLetter,
  replayDeadLetters,
} from './dead-letters.ts';
import { deleteOrganization } from './delete-organization.ts';
import { deleteSecret } from './delete-secret.ts';
import { deleteSegment } from './delete-segment.ts';
import { dismissDuplicates, restoreDuplicates } from './dismiss-duplicates.ts';
import { diffFlowDraft } from './diff-flow-draft.ts';
import { diffFlowVersions } from './diff-flow-versions.ts';
import { eraseContact, getErasure, listErasures } from './erasures.ts';
import { exportContact } from './export-contact.ts';
import { exportFlow } from './export-flow.ts';
import { getAnalyticsOverview } from './get-analytics-overview.ts';
import { getCampaign } from './get-campaign.ts';
import { getCampaignReport } from './get-campaign-report.ts';
import { getContact } from './get-contact.ts';
import { getContactTimeline } from './get-contact-timeline.ts';
import { getConversation } from './get-conversation.ts';
import { getFlow } from './get-flow.ts';
import { getFlowRun } from './get-flow-run.ts';
import { getFlowStanding } from './get-flow-standing.ts';
import { getFlowStats } from './get-flow-stats.ts';
import { getFlowSurroundings } from './get-flow-surroundings.ts';
import { getFlowVersion } from './get-flow-version.ts';
import { getMe } from './get-me.ts';
import { getOrganization } from './get-organization.ts';
import { getRetention } from './get-retention.ts';
import { getSegment } from './get-segment.ts';
import { importFlow } from './import-flow.ts';
import { listApiKeys } from './list-api-keys.ts';
import { listAudit } from './list-audit.ts';
import { listCampaignRecipients } from './list-campaign-recipients.ts';
import { listCampaigns } from './list-campaigns.ts';
import { listContactFields } from './list-contact-fields.ts';
import { listContactIdentities } from './list-contact-identities.ts';
import { listContacts } from './list-contacts.ts';
import { listConversationMessages } from './list-conversation-messages.ts';
import { listConversations } from './list-conversations.ts';
import { listDuplicateContacts } from './list-duplicate-contacts.ts';
import { listFlowRunSteps } from './list-flow-run-steps.ts';
import { listFlowRuns } from './list-flow-runs.ts';
import { listFlowVersions } from './list-flow-versions.ts';
import { listFlows } from './list-flows.ts';
import { leaveOrganization, removeMember, updateMember } from './change-members.ts';
import { listInvitations, resendInvitation, revokeInvitation } from './invitations.ts';
import { listMembers } from './list-members.ts';
import { listMessages } from './list-messages.ts';
import { deleteMedia, downloadMedia, listMedia, uploadMedia } from './media.ts';
import { listPhoneNumbers } from './list-phone-numbers.ts';
import { listSecrets } from './list-secrets.ts';
import { listSegmentContacts } from './list-segment-contacts.ts';
import { listSegments } from './list-segments.ts';
import { listTeams } from './list-teams.ts';
import { createTemplate, deleteTemplate, syncTemplates, updateTemplate } from './change-templates.ts';
import { getTemplate, listTemplates } from './list-templates.ts';
import { lookUpInvitation } from './look-up-invitation.ts';
import { mergeContact, previewContactMerge } from './merge-contact.ts';
import { createNote, deleteNote, getNote, listNotes, updateNote } from './notes.ts';
import { pauseFlow } from './pause-flow.ts';
import { preflightCampaign } from './preflight-campaign.ts';
import { previewFlowMove } from './preview-flow-move.ts';
import { previewSegment } from './preview-segment.ts';
import { publishFlow } from './publish-flow.ts';
import { reportContactEvent } from './report-contact-event.ts';
import { reportEvent } from './report-event.ts';
import { resumeFlow } from './resume-flow.ts';
import { revokeApiKey } from './revoke-api-key.ts';
import { rollbackFlow } from './rollback-flow.ts';
import { saveFlowDraft } from './save-flow-draft.ts';
import { sendMessage } from './send-message.ts';
import { setRetention } from './set-retention.ts';
import { setSecret } from './set-secret.ts';
import { addSuppressions, checkSuppression, listSuppressions, removeSuppression } from './suppressions.ts';
import { startCampaign } from './start-campaign.ts';
import {
  approveCampaign,
  cancelCampaign,
  pauseCampaign,
  resumeCampaign,
  setCampaignRate,
  withdrawCampaign,
} from './steer-campaign.ts';
import { takeOverApiKey } from './take-over-api-key.ts';
import { testCampaign } from './test-campaign.ts';
import { testFlow } from './test-flow.ts';
import { updateContact } from './update-contact.ts';
import { updateConversation } from './update-conversation.ts';
import { updateOrganization } from './update-organization.ts';
import { updateSegment } from './update-segment.ts';
import { validateFlow } from './validate-flow.ts';
import { connectWaba, refreshWaba, setWabaAccessToken } from './connect-waba.ts';
import { listWabas } from './list-wabas.ts';
import { createExport } from './create-export.ts';
import { createImport } from './create-import.ts';
import { downloadExport, downloadRejectedRows } from './download-contact-file.ts';
import { downloadMessageFile } from './download-message-file.ts';
import { cancelExport, getExport } from './get-export.ts';
import { getImport } from './get-import.ts';
import { listExports } from './list-exports.ts';
import { listImports } from './list-imports.ts';
import { previewImport } from './preview-import.ts';
import { cancelImport, pauseImport, resumeImport, startImport, undoImport } from './steer-import.ts';
import { createFlowJob } from './create-flow-job.ts';
import { enrolContacts } from './enrol-contacts.ts';
import { getFlowJob } from './get-flow-job.ts';
import { listFlowJobs } from './list-flow-jobs.ts';
import { cancelFlowJob, pauseFlowJob, resumeFlowJob } from './steer-flow-job.ts';
import { exitFlowRun, pauseFlowRun, resumeFlowRun, retryFlowRun, skipFlowRun } from './steer-flow-run.ts';
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  getWebhookEndpoint,
  listWebhookEndpoints,
  rotateWebhookSecret,
  updateWebhookEndpoint,
} from './webhook-endpoints.ts';
import {
  getWebhookDelivery,
  listWebhookDeliveries,
  resendWebhookDelivery,
  testWebhookEndpoint,
} from './webhook-deliveries.ts';

const handlers = {
  countDeadLetters,
  dismissDeadLetter,
  dismissDeadLetters,
  getDeadLetter,
  listDeadLetters,
  replayDeadLetter,
  replayDeadLetters,
  getMe,
  createOrganization,
  getOrganization,
  updateOrganization,
  deleteOrganization,
  listMembers,
  updateMember,
  removeMember,
  leaveOrganization,
  listInvitations,
  createInvitations,
  resendInvitation,
  revokeInvitation,
  lookUpInvitation,
  acceptInvitation,
  listTeams,
  createTeam,
  updateTeam,
  deleteTeam,
  listPhoneNumbers,
  listTemplates,
  getTemplate,
  createTemplate,
  updateTemplate,
  deleteTemplate,
  syncTemplates,
  listWabas,
  connectWaba,
  refreshWaba,
  setWabaAccessToken,
  listContacts,
  createContact,
  getContact,
  updateContact,
  reportContactEvent,
  reportEvent,
  listContactFields,
  changeContacts,
  eraseContacts,
  createImport,
  listImports,
  getImport,
  previewImport,
  startImport,
  pauseImport,
  resumeImport,
  cancelImport,
  undoImport,
  downloadRejectedRows,
  createExport,
  listExports,
  getExport,
  cancelExport,
  downloadExport,
  downloadMessageFile,
  exportContact,
  eraseContact,
  listErasures,
  getErasure,
  listDuplicateContacts,
  dismissDuplicates,
  restoreDuplicates,
  listContactIdentities,
  addContactPhone,
  removeContactPhone,
  previewContactMerge,
  mergeContact,
  getContactTimeline,
  renameTag,
  removeTag,
  listConsentEntries,
  recordConsent,
  getConsentSettings,
  updateConsentSettings,
  listSuppressions,
  addSuppressions,
  checkSuppression,
  removeSuppression,
  listAttributeDefinitions,
  createAttributeDefinition,
  updateAttributeDefinition,
  deleteAttributeDefinition,
  listSegments,
  createSegment,
  previewSegment,
  getSegment,
  updateSegment,
  deleteSegment,
  listSegmentContacts,
  listCampaigns,
  createCampaign,
  preflightCampaign,
  getCampaign,
  updateCampaign,
  deleteCampaign,
  startCampaign,
  approveCampaign,
  withdrawCampaign,
  pauseCampaign,
  resumeCampaign,
  cancelCampaign,
  setCampaignRate,
  testCampaign,
  getCampaignReport,
  listCampaignRecipients,
  listConversations,
  getConversation,
  updateConversation,
  listConversationMessages,
  sendMessage,
  listMessages,
  listNotes,
  createNote,
  getNote,
  updateNote,
  deleteNote,
  getAnalyticsOverview,
  uploadMedia,
  listMedia,
  deleteMedia,
  downloadMedia,
  listFlows,
  createFlow,
  getFlow,
  saveFlowDraft,
  validateFlow,
  testFlow,
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
  getFlowStats,
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
  listApiKeys,
  createApiKey,
  takeOverApiKey,
  revokeApiKey,
  listWebhookEndpoints,
  createWebhookEndpoint,
  getWebhookEndpoint,
  updateWebhookEndpoint,
  deleteWebhookEndpoint,
  rotateWebhookSecret,
  testWebhookEndpoint,
  listWebhookDeliveries,
  getWebhookDelivery,
  resendWebhookDelivery,
  listAudit,
  getRetention,
  setRetention,
} satisfies { [Name in OperationName]: OperationHandler<Name> };

/** The registry ties each handler to its own operation; a caller that holds any name gets the union's common type. */
export function handlerOf<Name extends OperationName>(name: Name): OperationHandler<Name> {
  return handlers[name] as unknown as OperationHandler<Name>;
}
