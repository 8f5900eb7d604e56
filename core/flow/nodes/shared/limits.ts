/** WhatsApp's limits for interactive messages (Cloud API, Interactive messages), in characters unless said otherwise. */
export const WHATSAPP_LIMITS = {
  text: 4096,
  interactiveBody: 1024,
  header: 60,
  footer: 60,
  buttons: 3,
  buttonTitle: 20,
  listButton: 20,
  listRows: 10,
  listSections: 10,
  rowTitle: 24,
  rowDescription: 72,
  sectionTitle: 24,
} as const;

const DAY_MS = 24 * 60 * 60 * 1000;

export const MAX_DURATION_MS = 365 * DAY_MS;
