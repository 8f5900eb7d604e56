import { ShoppingBag, ShoppingCart } from 'lucide-react';
import type { ReactNode } from 'react';
import { BubbleAction, ProductTile } from '../../shared/ui/message-parts.tsx';
import { WhatsAppText } from '../../shared/ui/whatsapp-text.tsx';
import type { OrderView, ProductsView } from './content-commerce.ts';
import { Frame } from './message-frame.tsx';

const ACTIONS = { product: 'View', productList: 'View items', catalog: 'View catalogue' };

/** Products that were shown, by their ids: names and pictures are at Meta. */
export function Products({ view, footer }: { view: ProductsView; footer: ReactNode }) {
  const ids = view.sections.flatMap((section) => section.ids);
  const first = ids[0] ?? null;
  return (
    <>
      {view.of === 'catalog' ? (
        <ProductTile title="The whole catalogue" detail={first} />
      ) : (
        view.of === 'product' && <ProductTile title={first ?? 'A product'} />
      )}
      <Frame view={view} footer={footer} />
      {view.of === 'productList' ? (
        <details className="border-t border-black/10 dark:border-white/10">
          <summary className="flex cursor-pointer list-none items-center justify-center gap-1.5 px-3 py-2 font-medium text-bubble-link">
            <ShoppingBag aria-hidden className="size-3.5" />
            {ACTIONS.productList} ({ids.length})
          </summary>
          <div className="px-2.5 pb-2">
            {view.sections.map((section, index) => (
              <div key={index}>
                {section.title && (
                  <p className="pt-1.5 text-xs font-semibold text-bubble-muted">{section.title}</p>
                )}
                <ul>
                  {section.ids.map((id, at) => (
                    <li
                      key={at}
                      className="border-b border-black/5 py-1.5 break-words last:border-b-0 dark:border-white/5"
                    >
                      {id}
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </div>
        </details>
      ) : (
        <BubbleAction icon={ShoppingBag}>{ACTIONS[view.of]}</BubbleAction>
      )}
    </>
  );
}

/** What a person ordered. */
export function Order({ view, footer }: { view: OrderView; footer: ReactNode }) {
  return (
    <div className="flow-root px-2.5 pt-1.5 pb-2">
      <p className="flex items-center gap-1.5 text-[11px] font-medium text-bubble-muted">
        <ShoppingCart aria-hidden className="size-3.5" /> Order
      </p>
      <ul className="mt-1" aria-label="Ordered products">
        {view.lines.map(({ id, quantity, price }, index) => (
          <li
            key={index}
            className="flex justify-between gap-4 border-b border-black/5 py-1 dark:border-white/5"
          >
            <span className="min-w-0 break-words">
              <span className="tabular-nums">{quantity} ×</span> {id}
            </span>
            {price && <span className="shrink-0 text-bubble-muted tabular-nums">{price}</span>}
          </li>
        ))}
      </ul>
      {view.total && (
        <p className="flex justify-between gap-4 py-1 font-semibold">
          <span>Total</span>
          <span className="tabular-nums">{view.total}</span>
        </p>
      )}
      {view.note && (
        <p className="pt-1 break-words whitespace-pre-wrap">
          <WhatsAppText text={view.note} />
        </p>
      )}
      {footer}
    </div>
  );
}
