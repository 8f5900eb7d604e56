import { ExternalLink } from 'lucide-react';
import type { SendCtaData } from '../../../../../../core/flow/nodes/send-cta/manifest.ts';
import { BubbleAction } from '../../../../shared/ui/message-parts.tsx';
import { Bubble } from '../shared/bubble.tsx';

export function Card({ data }: { data: SendCtaData }) {
  return (
    <Bubble header={data.header} text={data.body} footer={data.footer}>
      <BubbleAction icon={ExternalLink} title={data.url}>
        {data.button || 'Open'}
      </BubbleAction>
    </Bubble>
  );
}
