import { List } from 'lucide-react';
import { rowsOf, type SendListData } from '../../../../../../core/flow/nodes/send-list/manifest.ts';
import { Bubble } from '../shared/bubble.tsx';
import { OptionPort } from '../shared/option-port.tsx';

export function Card({ data }: { data: SendListData }) {
  return (
    <Bubble header={data.header} text={data.body} footer={data.footer}>
      <p className="flex items-center justify-center gap-1.5 border-t border-black/10 py-1 text-xs font-semibold text-bubble-muted dark:border-white/10">
        <List aria-hidden className="size-3.5" /> {data.button || 'Choose'}
      </p>
      {rowsOf(data).map((row) => (
        <OptionPort key={row.id} port={`row:${row.id}`}>
          {row.title || 'Row'}
        </OptionPort>
      ))}
    </Bubble>
  );
}
