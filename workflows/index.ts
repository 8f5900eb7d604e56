/** Every workflow type the worker runs: the entry of the workflow bundle. */
export { flowRun } from './flow-run.ts';
export { conversationWindow } from './conversation-window.ts';
export { conversationOutbox } from './conversation-outbox.ts';
export { sweeper } from './sweeper.ts';
export { retention } from './retention.ts';
export { campaign } from './campaign.ts';
export { flowJob } from './flow-job.ts';
export { fetchMedia } from './fetch-media.ts';
export { syncTemplates } from './sync-templates.ts';
export { deliverWebhooks } from './deliver-webhooks.ts';
export { sendMail } from './send-mail.ts';
export { eraseContact } from './erase-contact.ts';
export { organizationPurge } from './organization-purge.ts';
export { exportContacts, importContacts } from './contact-files.ts';
