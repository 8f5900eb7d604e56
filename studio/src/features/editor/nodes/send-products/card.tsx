import { ShoppingBag } from 'lucide-react';
import type { SendProductsData } from '../../../../../../core/flow/nodes/send-products/manifest.ts';
import { BubbleAction, ProductTile } from '../../../../shared/ui/message-parts.tsx';
import { Bubble } from '../shared/bubble.tsx';

const ACTIONS = { one: 'View', several: 'View items', catalog: 'View catalogue' };

export function Card({ data }: { data: SendProductsData }) {
  const saved = data.waitsForOrder ? Object.values(data.saves).filter(Boolean) : [];
  return (
    <>
      <Bubble
        media={<ProductTile {...shown(data)} />}
        header={data.show === 'several' ? data.header : undefined}
        text={data.body}
        footer={data.footer}
        whenEmpty={data.show === 'one' ? null : 'Write the message'}
      >
        <BubbleAction icon={ShoppingBag}>{ACTIONS[data.show]}</BubbleAction>
      </Bubble>
      {saved.length > 0 && (
        <p className="line-clamp-2 px-3.5 pt-2 text-xs text-muted">
          Saves <code className="font-mono text-text">{saved.join(', ')}</code>
        </p>
      )}
    </>
  );
}

function shown({ show, productId, sections, thumbnailId }: SendProductsData): {
  title: string;
  detail?: string;
} {
  if (show === 'one') return { title: productId || 'Choose a product' };
  if (show === 'catalog') return { title: 'The whole catalogue', detail: thumbnailId };
  const ids = sections.flatMap(({ products }) => products).filter((id) => id.trim() !== '');
  if (ids.length === 0) return { title: 'Choose products' };
  const more = ids.length - 1;
  return { title: ids[0] ?? '', ...(more > 0 && { detail: `and ${more} more` }) };
}
