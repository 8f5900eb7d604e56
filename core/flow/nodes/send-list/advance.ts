import type { ListContent } from '../../../messaging/content.ts';
import type { StepInput, StepOutcome } from '../contract.ts';
import { renderFrame } from '../shared/frame.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { chosenOption } from '../shared/options.ts';
import { renderOptional } from '../shared/render.ts';
import { sendAndWait, sendComposed, type Composed } from '../shared/steps.ts';
import { asOffered, renderOptions, renderTitle } from '../shared/titles.ts';
import { rowsOf } from './manifest.ts';
import type { SendListData } from './manifest.ts';

export function advance(data: SendListData, input: StepInput): StepOutcome {
  return sendAndWait(
    input,
    data.timeoutMs,
    () => sendComposed(input, compose(data, input), data.fallback),
    (message) => {
      const choice = chosenOption(asOffered(input, rowsOf(data)), message);
      return choice === null ? null : { kind: 'leave', port: `row:${choice.id}`, isChosen: true };
    },
  );
}

function compose(data: SendListData, input: StepInput): Composed {
  const rendered = renderFrame(input, data);
  if ('problem' in rendered) return rendered;
  const button = renderTitle(input, data.button, WHATSAPP_LIMITS.listButton);
  if ('problem' in button) return button;
  const rows = renderOptions(input, rowsOf(data), WHATSAPP_LIMITS.rowTitle);
  if ('problem' in rows) return rows;
  const { options, ...rest } = rows;
  const sections: ListContent['sections'] = [];
  for (const section of data.sections) {
    const title = renderOptional(input, section.title, WHATSAPP_LIMITS.sectionTitle);
    if ('problem' in title) return title;
    if (title.text === '' && data.sections.length > 1) return untitled;
    const from = sections.reduce((sum, before) => sum + before.rows.length, 0);
    const shown = options.slice(from, from + section.rows.length);
    sections.push({ ...(title.text === '' ? {} : { title: title.text }), rows: shown });
  }
  return { content: { type: 'list', ...rendered.frame, button: button.text, sections }, ...rest };
}

const untitled: Composed = {
  problem: { code: 'title_empty', message: 'WhatsApp wants a title for each of several sections.' },
};
