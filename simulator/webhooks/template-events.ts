import type { Json, OutboundMessage, Template, TemplateStatus, Waba } from '../model.ts';
import { nowMs } from '../state.ts';
import type { Simulation } from './statuses.ts';
import { fail, scheduleStatuses } from './statuses.ts';

/** Sets a template's state and tells the application (message_template_status_update). */
export function setTemplateStatus(
  simulation: Simulation,
  waba: Waba,
  template: Template,
  status: TemplateStatus,
  reason = 'NONE',
): void {
  template.status = status;
  template.rejectedReason = status === 'REJECTED' ? reason : 'NONE';
  template.changedAt = nowMs(simulation.state);
  sendTemplateEvent(simulation, waba, template, 'message_template_status_update', {
    event: status,
    reason: status === 'APPROVED' ? 'NONE' : reason,
    message_template_category: template.category,
    ...(status === 'PAUSED'
      ? { other_info: { title: 'FIRST_PAUSE', description: 'Paused for 3 hours because of low quality.' } }
      : {}),
  });
  if (status === 'PAUSED' || status === 'APPROVED') settleHeld(simulation, template);
}

/** Sets the quality score and tells the application (message_template_quality_update). */
export function setTemplateQuality(
  simulation: Simulation,
  waba: Waba,
  template: Template,
  score: Template['qualityScore'],
): void {
  const previous = template.qualityScore;
  template.qualityScore = score;
  sendTemplateEvent(simulation, waba, template, 'message_template_quality_update', {
    previous_quality_score: previous,
    new_quality_score: score,
  });
}

/** Messages held for quality assessment go out when the template is good and fail with 132015 when it is paused. */
export function settleHeld(simulation: Simulation, template: Template): void {
  if (template.held && template.status === 'APPROVED') return;
  const heldMessages: OutboundMessage[] = [];
  for (const message of simulation.state.outbound.after(0)) {
    if (message.status === 'held' && message.template === template) heldMessages.push(message);
  }
  for (const message of heldMessages) {
    if (template.status === 'PAUSED')
      fail(simulation, message, 132015, 'Template was paused because of low quality.');
    else scheduleStatuses(simulation, message);
  }
}

function sendTemplateEvent(
  { state, webhooks }: Simulation,
  waba: Waba,
  template: Template,
  field: string,
  value: Json,
): void {
  webhooks.send({
    kind: 'management',
    waba,
    subject: { to: '', type: field, metaPhoneNumberId: '', kinds: ['management'] },
    field,
    value: {
      ...value,
      // An integer here, a string in GET: that is how Meta does it.
      message_template_id: Number(template.id),
      message_template_name: template.name,
      message_template_language: template.language,
    },
    time: Math.floor(nowMs(state) / 1000),
  });
}
