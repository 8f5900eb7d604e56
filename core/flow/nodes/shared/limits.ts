export { WHATSAPP_LIMITS } from '../../../whatsapp/limits.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export const MAX_DURATION_MS = 365 * DAY_MS;
