/** Every operation of the contract and who answers it. A missing or misplaced handler doesn't compile. */
import type { OperationName } from '../../core/api/operations.ts';
import type { OperationHandler } from '../operation.ts';
import { createContact } from './create-contact.ts';
import { createFlow } from './create-flow.ts';
import { getContact } from './get-contact.ts';
import { getConversation } from './get-conversation.ts';
import { getFlow } from './get-flow.ts';
import { getFlowRun } from './get-flow-run.ts';
import { getMe } from './get-me.ts';
import { listContacts } from './list-contacts.ts';
import { listConversationMessages } from './list-conversation-messages.ts';
import { listConversations } from './list-conversations.ts';
import { listFlowRunSteps } from './list-flow-run-steps.ts';
import { listFlowRuns } from './list-flow-runs.ts';
import { listFlowVersions } from './list-flow-versions.ts';
import { listFlows } from './list-flows.ts';
import { listMessages } from './list-messages.ts';
import { listPhoneNumbers } from './list-phone-numbers.ts';
import { listTemplates } from './list-templates.ts';
import { publishFlow } from './publish-flow.ts';
import { saveFlowDraft } from './save-flow-draft.ts';
import { sendMessage } from './send-message.ts';
import { updateContact } from './update-contact.ts';
import { updateConversation } from './update-conversation.ts';
import { validateFlow } from './validate-flow.ts';

export const handlers = {
  getMe,
  listPhoneNumbers,
  listTemplates,
  listContacts,
  createContact,
  getContact,
  updateContact,
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
  listFlowRuns,
  getFlowRun,
  listFlowRunSteps,
} satisfies { [Name in OperationName]: OperationHandler<Name> };
