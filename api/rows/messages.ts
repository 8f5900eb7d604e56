/** Shared with the worker, whose webhooks carry the same shapes. */
export * from '../../platform/rows/messages.ts';
