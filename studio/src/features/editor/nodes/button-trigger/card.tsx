import type { ButtonTriggerData } from '../../../../../../core/flow/nodes/button-trigger/manifest.ts';
import { Chips } from '../shared/chips.tsx';

export function Card({ data }: { data: ButtonTriggerData }) {
  const buttons = data.buttons.filter(({ text }) => text.trim() !== '');
  return (
    <div className="px-3.5 pb-1.5">
      <p className="pb-1.5 text-[13px] text-muted">
        {buttons.length === 0 ? 'No button yet' : 'When somebody presses'}
      </p>
      <Chips
        words={buttons.map(({ match, text }) =>
          match === 'prefix'
            ? { text: `${text}…`, hint: 'The beginning of payload or title' }
            : { text, hint: 'The payload or the title' },
        )}
      />
    </div>
  );
}
