import type { Conversation, Json, Template } from '../model.ts';

/** From this day service messages, and utility templates inside the window, are billed (reference section 9.1). */
const SERVICE_BILLED_FROM = Date.UTC(2026, 9, 1);

/** The `pricing` object of a message sent at `now` (ms). Free-form messages are of category service. */
export function pricingOf(
  conversation: Conversation,
  template: Template | undefined,
  windowOpen: boolean,
  now: number,
): Json {
  const category = template?.category.toLowerCase() ?? 'service';
  if (conversation.freeEntryUntil !== null && conversation.freeEntryUntil > now) {
    return {
      billable: false,
      pricing_model: 'PMP',
      type: 'free_entry_point',
      category: 'referral_conversion',
    };
  }
  const freeInWindow = category === 'service' || (category === 'utility' && windowOpen);
  if (freeInWindow && now < SERVICE_BILLED_FROM) {
    return { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category };
  }
  return { billable: true, pricing_model: 'PMP', type: 'regular', category };
}
