import type { OperationName, Operations } from '../../../../core/api/operations.ts';

type Routes = {
  [Name in OperationName]: { method: Operations[Name]['method']; path: Operations[Name]['path'] };
};

/**
 * Method and path of every operation. Written out, and checked by the compiler against the contract, because importing
 * the contract's values would bring its validators (and zod) into the first load.
 */
export const routes: Routes = {
  getMe: { method: 'get', path: '/v1/me' },
  listPhoneNumbers: { method: 'get', path: '/v1/orgs/{org}/numbers' },
  listTemplates: { method: 'get', path: '/v1/orgs/{org}/templates' },
  listContacts: { method: 'get', path: '/v1/orgs/{org}/contacts' },
  createContact: { method: 'post', path: '/v1/orgs/{org}/contacts' },
  getContact: { method: 'get', path: '/v1/orgs/{org}/contacts/{contact}' },
  updateContact: { method: 'patch', path: '/v1/orgs/{org}/contacts/{contact}' },
  listConversations: { method: 'get', path: '/v1/orgs/{org}/conversations' },
  getConversation: { method: 'get', path: '/v1/orgs/{org}/conversations/{conversation}' },
  updateConversation: { method: 'patch', path: '/v1/orgs/{org}/conversations/{conversation}' },
  listConversationMessages: { method: 'get', path: '/v1/orgs/{org}/conversations/{conversation}/messages' },
  sendMessage: { method: 'post', path: '/v1/orgs/{org}/conversations/{conversation}/messages' },
  listMessages: { method: 'get', path: '/v1/orgs/{org}/messages' },
  listFlows: { method: 'get', path: '/v1/orgs/{org}/flows' },
  createFlow: { method: 'post', path: '/v1/orgs/{org}/flows' },
  getFlow: { method: 'get', path: '/v1/orgs/{org}/flows/{flow}' },
  saveFlowDraft: { method: 'put', path: '/v1/orgs/{org}/flows/{flow}/draft' },
  validateFlow: { method: 'post', path: '/v1/orgs/{org}/flows/{flow}/validate' },
  publishFlow: { method: 'post', path: '/v1/orgs/{org}/flows/{flow}/publish' },
  listFlowVersions: { method: 'get', path: '/v1/orgs/{org}/flows/{flow}/versions' },
  listFlowRuns: { method: 'get', path: '/v1/orgs/{org}/flow-runs' },
  getFlowRun: { method: 'get', path: '/v1/orgs/{org}/flow-runs/{run}' },
  listFlowRunSteps: { method: 'get', path: '/v1/orgs/{org}/flow-runs/{run}/steps' },
};
