import type { ReactNode } from 'react';
import { WhatsAppText } from '../../shared/ui/whatsapp-text.tsx';

/** Header, body and footer of a message. */
export function Frame({
  view,
  footer,
}: {
  view: { header: string | null; body: string | null; footer: string | null };
  footer: ReactNode;
}) {
  return (
    <div className="flow-root px-2.5 pt-1.5 pb-2 break-words whitespace-pre-wrap">
      {view.header && <p className="mb-1 font-semibold">{view.header}</p>}
      {view.body && <WhatsAppText text={view.body} />}
      {view.footer && <p className="mt-1 text-[13px] text-bubble-muted">{view.footer}</p>}
      {footer}
    </div>
  );
}
