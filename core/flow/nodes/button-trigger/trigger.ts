import type { TriggerSpec } from '../contract.ts';
import { normaliseText } from '../shared/normalise.ts';
import type { ButtonPattern, ButtonTriggerData } from './manifest.ts';

export const trigger: TriggerSpec<ButtonTriggerData> = {
  listens: (data) => (usable(data).length > 0 ? ['message'] : []),
  fires: (data, event) => {
    if (event.kind !== 'message' || event.press === null) return false;
    const { press } = event;
    return usable(data).some((button) => matchesPress(button, press));
  },
  specificity: () => 75,
  interrupts: (data) => data.interrupts === true,
};

/** The payload counts letter by letter; of the title, case, accents and punctuation around it don't count. */
function matchesPress({ match, text }: ButtonPattern, press: { id: string; title: string }): boolean {
  const payload = text.trim();
  const wanted = normaliseText(text);
  const title = normaliseText(press.title);
  if (match === 'exact') return press.id === payload || (wanted !== '' && title === wanted);
  return press.id.startsWith(payload) || (wanted !== '' && title.startsWith(wanted));
}

function usable(data: ButtonTriggerData): ButtonPattern[] {
  return data.buttons.filter(({ text }) => text.trim() !== '');
}
