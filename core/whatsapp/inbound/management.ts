/** Events about templates, numbers and the business account. They carry a whole value instead of a list. */
import type { Origin } from './context.ts';
import { asArray, asId, asObject, asText } from './json.ts';
import type { JsonObject } from './sanitise.ts';
import { readTime } from './time.ts';
import type { AccountItem, NumberItem, Severity, TemplateChange, TemplateItem } from './types.ts';

const TEMPLATE_FIELDS = new Set([
  'message_template_status_update',
  'message_template_quality_update',
  'message_template_components_update',
  'template_category_update',
]);
const NUMBER_FIELDS = new Set(['phone_number_quality_update', 'phone_number_name_update', 'security']);
const ACCOUNT_FIELDS = new Set([
  'account_update',
  'account_alerts',
  'account_review_update',
  'business_capability_update',
]);

/** The item of a management field; null when the field isn't one. */
export function readManagement(
  value: JsonObject,
  origin: Origin,
): TemplateItem | NumberItem | AccountItem | null {
  const { field } = origin;
  if (field === null) return null;
  if (TEMPLATE_FIELDS.has(field)) return readTemplate(value, origin);
  if (NUMBER_FIELDS.has(field)) return readNumber(value, origin);
  if (ACCOUNT_FIELDS.has(field)) return readAccount(value, field, origin);
  return null;
}

function readTemplate(value: JsonObject, origin: Origin): TemplateItem {
  return {
    kind: 'template',
    ...origin,
    templateId: asId(value.message_template_id),
    name: asText(value.message_template_name),
    language: asText(value.message_template_language)?.replace('-', '_') ?? null,
    change: templateChange(value),
    raw: value,
  };
}

/** Decided by what the event holds: Meta's own examples put quality changes under the status field. */
function templateChange(value: JsonObject): TemplateChange {
  const event = asId(value.event);
  if (event !== null) {
    const rejection = asObject(value.rejection_info);
    const other = asObject(value.other_info);
    const advice = [rejection?.reason, rejection?.recommendation, other?.title, other?.description].flatMap(
      (part) => asText(part) ?? [],
    );
    const reason = asId(value.reason);
    return {
      of: 'status',
      event: event.toUpperCase(),
      category: asId(value.message_template_category),
      reason: reason === 'NONE' ? null : reason,
      advice: advice.length > 0 ? advice.join('\n') : null,
      disableDate: asId(asObject(value.disable_info)?.disable_date),
    };
  }
  const quality = asId(value.new_quality_score);
  if (quality !== null)
    return { of: 'quality', previous: asId(value.previous_quality_score), current: quality };
  const category = asId(value.new_category);
  if (category !== null) {
    // A warning, 24 hours ahead, calls the category of today "new" and that of tomorrow "correct".
    const announced = asId(value.correct_category);
    const previous = asId(value.previous_category);
    const effectiveAt = readTime(value.category_update_timestamp);
    return { of: 'category', previous, current: category, announced, effectiveAt };
  }
  const hasComponents = 'message_template_element' in value || 'message_template_buttons' in value;
  if (hasComponents || 'message_template_title' in value || 'message_template_footer' in value) {
    return {
      of: 'components',
      body: asText(value.message_template_element),
      header: asText(value.message_template_title),
      footer: asText(value.message_template_footer),
      buttons: asArray(value.message_template_buttons),
    };
  }
  return { of: 'unknown' };
}

function readNumber(value: JsonObject, origin: Origin): NumberItem {
  const event = (asId(value.event) ?? asId(value.decision) ?? 'UNKNOWN').toUpperCase();
  const isSecurity = origin.field === 'security';
  const isFlagged = event === 'FLAGGED' ? true : event === 'UNFLAGGED' ? false : null;
  const isBadNews = isSecurity || isFlagged === true || event === 'DOWNGRADE' || event === 'REJECTED';
  return {
    kind: 'number',
    ...origin,
    displayPhoneNumber: asId(value.display_phone_number) ?? origin.displayPhoneNumber,
    event,
    severity: isBadNews ? 'warning' : 'info',
    isFlagged,
    messagingLimit: asId(value.current_limit) ?? asId(value.max_daily_conversations_per_business),
    decision: asId(value.decision),
    requestedName: asText(value.requested_verified_name),
    reason: asId(value.rejection_reason) ?? asId(value.requester),
    raw: value,
  };
}

function readAccount(value: JsonObject, field: string, origin: Origin): AccountItem {
  const ban = asObject(value.ban_info);
  const banState = asId(ban?.waba_ban_state);
  const alert = asObject(value.alert_info) ?? (field === 'account_alerts' ? value : null);
  const restrictions = asArray(value.restriction_info).flatMap((element) => {
    const restriction = asObject(element);
    const type = asId(restriction?.restriction_type);
    return type === null ? [] : { type, expiresAt: readTime(restriction?.expiration) };
  });
  const event = (field === 'account_update' ? asId(value.event)?.toUpperCase() : null) ?? field;
  const item: AccountItem = {
    kind: 'account',
    ...origin,
    event,
    severity: 'info',
    decision: asId(value.decision),
    ban: banState === null ? null : { state: banState.toUpperCase(), date: asId(ban?.waba_ban_date) },
    restrictions,
    violationType: asId(asObject(value.violation_info)?.violation_type),
    alert:
      alert === null
        ? null
        : {
            type: asId(alert.alert_type),
            status: asId(alert.alert_status),
            description: asText(alert.alert_description),
          },
    messagingLimit:
      asId(value.max_daily_conversations_per_business) ?? asId(value.max_daily_conversation_per_phone),
    subjectWabaId: asId(asObject(value.waba_info)?.waba_id),
    raw: value,
  };
  return { ...item, severity: accountSeverity(item, asId(alert?.alert_severity)) };
}

const CRITICAL_EVENTS = new Set([
  'ACCOUNT_DELETED',
  'ACCOUNT_OFFBOARDED',
  'PARTNER_REMOVED',
  'PARTNER_APP_UNINSTALLED',
]);

function accountSeverity(item: AccountItem, alertSeverity: string | null): Severity {
  if (item.ban !== null) return item.ban.state === 'REINSTATE' ? 'info' : 'critical';
  if (CRITICAL_EVENTS.has(item.event) || alertSeverity === 'CRITICAL') return 'critical';
  const isWarning =
    item.restrictions.length > 0 || item.violationType !== null || alertSeverity === 'WARNING';
  return isWarning || item.decision === 'REJECTED' ? 'warning' : 'info';
}
