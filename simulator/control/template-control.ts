import type { z } from 'zod';

import { templateView } from '../graph/templates.ts';
import type { Json } from '../model.ts';
import type { Simulation } from '../webhooks/statuses.ts';
import { setTemplateQuality, setTemplateStatus, settleHeld } from '../webhooks/template-events.ts';
import { ControlError } from './problem.ts';
import type { templateSchema } from './schemas.ts';

/** Plays Meta's side of a template's life: approve, reject, pause, disable, change the quality, hold or let go. */
export function changeTemplate(simulation: Simulation, input: z.output<typeof templateSchema>): Json {
  const { state } = simulation;
  const waba = state.wabas.get(input.wabaId ?? state.identity.wabaId);
  const template = waba?.templates.find((one) => one.name === input.name && one.language === input.language);
  if (!waba || !template) {
    throw new ControlError(
      422,
      'unknown_template',
      `There is no template ${input.name} in ${input.language}.`,
      'name',
    );
  }
  if (input.qualityScore !== undefined) setTemplateQuality(simulation, waba, template, input.qualityScore);
  if (input.held !== undefined) template.held = input.held;
  if (input.status !== undefined) setTemplateStatus(simulation, waba, template, input.status, input.reason);
  else if (input.held === false) settleHeld(simulation, template);
  return templateView(template, 'id,name,language,status,category,quality_score');
}
