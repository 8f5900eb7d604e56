import type { SendButtonsData } from '../../../../../../core/flow/nodes/send-buttons/manifest.ts';
import { Bubble } from '../shared/bubble.tsx';
import { OptionPort } from '../shared/option-port.tsx';

export function Card({ data }: { data: SendButtonsData }) {
  return (
    <Bubble header={data.header} text={data.body} footer={data.footer}>
      {data.buttons.map((button) => (
        <OptionPort key={button.id} port={`button:${button.id}`}>
          {button.title || 'Button'}
        </OptionPort>
      ))}
    </Bubble>
  );
}
