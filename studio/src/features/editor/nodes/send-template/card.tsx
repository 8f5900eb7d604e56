import { ExternalLink, Reply, SquareArrowOutUpRight } from 'lucide-react';
import type { SendTemplateData } from '../../../../../../core/flow/nodes/send-template/manifest.ts';
import { repliesOf } from '../../../../../../core/flow/nodes/send-template/manifest.ts';
import { fillPlaceholders, type TemplateButton } from '../../../../../../core/messaging/template-parts.ts';
import { BubbleAction, PlaceTile } from '../../../../shared/ui/message-parts.tsx';
import { Bubble } from '../shared/bubble.tsx';
import { FileTile } from '../shared/file-tile.tsx';
import { OptionPort } from '../shared/option-port.tsx';
import { useTemplates } from '../shared/use-template.ts';

export function Card({ data }: { data: SendTemplateData }) {
  const { parts } = useTemplates(data);
  const filled = (text: string, values: readonly string[]) =>
    fillPlaceholders(
      text,
      values.map((value) => value || undefined),
    );
  const replies = repliesOf(data);
  const buttons = (parts?.buttons ?? []).filter(
    (button) => !replies.some((one) => one.index === button.index),
  );
  return (
    <>
      <Bubble
        media={<Header data={data} />}
        header={parts?.header.kind === 'text' ? filled(parts.header.text, data.header) : undefined}
        text={filled(parts?.body ?? '', data.body) || data.name}
        footer={parts?.footer}
        whenEmpty="Choose a template"
      >
        {buttons.map((button) => (
          <BubbleAction key={button.index} icon={icons[button.kind]}>
            {button.title || 'Button'}
          </BubbleAction>
        ))}
        {replies.map((reply) => (
          <OptionPort key={reply.id} port={`reply:${reply.id}`}>
            {reply.title || 'Reply'}
          </OptionPort>
        ))}
      </Bubble>
      {data.name && (
        <p className="truncate px-3.5 pt-1.5 text-[11px] text-muted">
          {data.name} · {data.useContactLanguage ? `their language, else ${data.language}` : data.language}
        </p>
      )}
    </>
  );
}

const icons: Record<TemplateButton['kind'], typeof Reply> = {
  quickReply: Reply,
  url: ExternalLink,
  other: SquareArrowOutUpRight,
};

function Header({ data: { headerMedia, headerLocation } }: { data: SendTemplateData }) {
  if (headerMedia)
    return <FileTile kind={headerMedia.kind} source={headerMedia.source} filename={headerMedia.filename} />;
  if (!headerLocation) return null;
  const { name, coordinates } = headerLocation;
  return <PlaceTile title={name || coordinates || 'No place yet'} detail={name ? coordinates : null} />;
}
