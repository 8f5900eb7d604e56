export { WHATSAPP_LIMITS } from '../../../whatsapp/limits.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Characters of a Liquid text. */
export const MAX_TEMPLATE_LENGTH = 4_096;

export const MAX_DURATION_MS = 365 * DAY_MS;
