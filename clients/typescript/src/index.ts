export * from './generated/index.js';
export { ParleyError } from './error.js';
export { itemsOf, type Page } from './pages.js';
export { createParley, type ParleyOptions } from './parley.js';
export {
  verifyWebhook,
  WebhookError,
  type VerifyOptions,
  type WebhookEvent,
  type WebhookFault,
  type WebhookHeaders,
} from './webhooks.js';
