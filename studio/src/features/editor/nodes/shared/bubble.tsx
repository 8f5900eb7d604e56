import type { ReactNode } from 'react';
import { WhatsAppText } from '../../../../shared/ui/whatsapp-text.tsx';

export interface BubbleProps {
  /** A file or a place above the words. */
  media?: ReactNode;
  header?: string;
  text: string;
  footer?: string;
  /** Shown instead of an empty text; null when there needn't be one. */
  whenEmpty?: string | null;
  children?: ReactNode;
}

/** The message of a step as WhatsApp will show it. */
export function Bubble({
  media,
  header,
  text,
  footer,
  whenEmpty = 'Write the message',
  children,
}: BubbleProps) {
  const hasWords = Boolean(header) || Boolean(footer) || text.trim() !== '' || whenEmpty !== null;
  return (
    <div className="ml-3 overflow-hidden rounded-lg rounded-tl-none bg-bubble-out text-[13px] leading-[18px] text-bubble-text shadow-card not-has-[.step-option]:mr-3 has-[.step-option]:overflow-visible has-[.step-option]:rounded-r-none">
      {media}
      {hasWords && (
        <div className="px-2.5 py-2">
          {header && <p className="mb-0.5 font-semibold">{header}</p>}
          {text.trim() ? (
            <p className="line-clamp-[9] break-words whitespace-pre-wrap">
              <WhatsAppText text={text} hasVariables />
            </p>
          ) : (
            <p className="text-bubble-muted italic">{whenEmpty}</p>
          )}
          {footer && <p className="mt-0.5 text-xs text-bubble-muted">{footer}</p>}
        </div>
      )}
      {children}
    </div>
  );
}
