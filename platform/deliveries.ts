/** What the API that stores webhook deliveries and the relay that takes them agree on. */

/** Deliveries of one WhatsApp account share a lane, and a lane is one relay's at a time: so their order holds. */
export const LANES = 16;
/** Priority of a delivery that carries nothing but statuses; 0 carries messages, 1 anything else. */
export const STATUSES_ONLY = 2;
/** NOTIFY channel that wakes the relay after a delivery is committed. */
export const WEBHOOK_CHANNEL = 'parley_webhooks';
