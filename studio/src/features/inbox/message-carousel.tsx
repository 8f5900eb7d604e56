import { ExternalLink, Reply } from 'lucide-react';
import type { ReactNode } from 'react';
import { BubbleAction, MediaTile } from '../../shared/ui/message-parts.tsx';
import { WhatsAppText } from '../../shared/ui/whatsapp-text.tsx';
import type { CarouselView } from './content-commerce.ts';
import { hostOf } from './links.ts';
import { Frame } from './message-frame.tsx';

/** Cards side by side, as a phone shows them; the row scrolls. */
export function Carousel({ view, footer }: { view: CarouselView; footer: ReactNode }) {
  return (
    <>
      <Frame view={{ header: null, body: view.body, footer: null }} footer={footer} />
      <ul
        aria-label="Cards"
        tabIndex={0}
        className="flex w-72 max-w-full gap-1.5 overflow-x-auto border-t border-black/10 p-1.5 dark:border-white/10"
      >
        {view.cards.map((card, index) => (
          <li
            key={index}
            aria-label={`Card ${index + 1}`}
            className="flex w-48 shrink-0 flex-col rounded-md border border-black/10 dark:border-white/10"
          >
            <MediaTile kind={card.media} detail={hostOf(card.mediaUrl)} href={card.mediaUrl} />
            <p className="flex-1 px-2 pb-1.5 text-[13px] break-words whitespace-pre-wrap">
              <WhatsAppText text={card.body ?? ''} />
            </p>
            {card.link && (
              <BubbleAction icon={ExternalLink} href={card.link.url}>
                {card.link.label}
              </BubbleAction>
            )}
            {card.replies.map((title, at) => (
              <BubbleAction key={at} icon={Reply}>
                {title}
              </BubbleAction>
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}
