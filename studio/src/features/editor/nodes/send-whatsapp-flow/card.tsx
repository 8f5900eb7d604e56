import { ClipboardList } from 'lucide-react';
import type { SendWhatsappFlowData } from '../../../../../../core/flow/nodes/send-whatsapp-flow/manifest.ts';
import { BubbleAction } from '../../../../shared/ui/message-parts.tsx';
import { Bubble } from '../shared/bubble.tsx';

export function Card({ data }: { data: SendWhatsappFlowData }) {
  const saved = data.saves.filter((one) => one.saveAs !== '').map((one) => one.saveAs);
  return (
    <>
      <Bubble header={data.header} text={data.body} footer={data.footer}>
        <BubbleAction icon={ClipboardList}>{data.button || 'Open form'}</BubbleAction>
      </Bubble>
      {saved.length > 0 && (
        <p className="line-clamp-2 px-3.5 pt-2 text-xs text-muted">
          Saves <code className="font-mono text-text">{saved.join(', ')}</code>
        </p>
      )}
    </>
  );
}
