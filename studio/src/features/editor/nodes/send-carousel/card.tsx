import { ExternalLink, ImageIcon, Video } from 'lucide-react';
import type { SendCarouselData } from '../../../../../../core/flow/nodes/send-carousel/manifest.ts';
import { BubbleAction } from '../../../../shared/ui/message-parts.tsx';
import { WhatsAppText } from '../../../../shared/ui/whatsapp-text.tsx';
import { Bubble } from '../shared/bubble.tsx';
import { OptionPort } from '../shared/option-port.tsx';

/** Cards one under the other: each has its own ways out at the edge. */
export function Card({ data }: { data: SendCarouselData }) {
  const Icon = data.media === 'image' ? ImageIcon : Video;
  return (
    <Bubble text={data.body}>
      {data.cards.map(({ id, body, replies, link }, at) => (
        <div key={id}>
          <p className="flex items-center gap-2 border-t border-black/10 px-2.5 py-1.5 dark:border-white/10">
            <span className="grid size-8 shrink-0 place-items-center rounded-md bg-black/6 dark:bg-white/8">
              <Icon aria-hidden className="size-4 text-bubble-muted" />
            </span>
            <span className="line-clamp-3 min-w-0 break-words whitespace-pre-line">
              {body?.trim() ? (
                <WhatsAppText text={body} hasVariables />
              ) : (
                <span className="text-bubble-muted">Card {at + 1}</span>
              )}
            </span>
          </p>
          {data.buttons === 'link' ? (
            <BubbleAction icon={ExternalLink} title={link.url}>
              {link.label || 'Open'}
            </BubbleAction>
          ) : (
            replies.map((reply) => (
              <OptionPort key={reply.id} port={`button:${reply.id}`}>
                {reply.title || 'Reply'}
              </OptionPort>
            ))
          )}
        </div>
      ))}
    </Bubble>
  );
}
