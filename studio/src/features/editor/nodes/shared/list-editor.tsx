import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../../../shared/ui/button.tsx';

export interface ListEditorProps<Item> {
  /** What one of them is called, for the names of the buttons: "button", "row". */
  noun: string;
  items: readonly Item[];
  onChange: (items: Item[]) => void;
  /** A new one for the end of the list. */
  create: () => Item;
  children: (item: Item, index: number, change: (item: Item) => void) => ReactNode;
  /** Where items have an id, so that they keep what is being typed when their order changes. Default: the place in the list. */
  keyOf?: (item: Item) => string;
  max?: number;
  min?: number;
}

/** A list that can be added to, put in another order and taken from. */
export function ListEditor<Item>(props: ListEditorProps<Item>) {
  const { noun, items, onChange, create, children, keyOf, max = Infinity, min = 0 } = props;
  const change = (index: number, item: Item) => onChange(items.map((old, at) => (at === index ? item : old)));
  const remove = (index: number) => onChange(items.filter((_, at) => at !== index));
  const swap = (index: number, other: number) => {
    const next = [...items];
    const [a, b] = [items[index], items[other]];
    if (a === undefined || b === undefined) return;
    next[index] = b;
    next[other] = a;
    onChange(next);
  };
  return (
    <div className="space-y-2">
      <ul className="space-y-2">
        {items.map((item, index) => (
          <li key={keyOf?.(item) ?? index} className="group flex items-start gap-1">
            <div className="min-w-0 flex-1">{children(item, index, (next) => change(index, next))}</div>
            <span className="flex shrink-0 flex-col">
              <Button
                variant="ghost"
                size="iconXs"
                aria-label={`Move ${noun} ${index + 1} up`}
                disabled={index === 0}
                onClick={() => swap(index, index - 1)}
              >
                <ArrowUp aria-hidden />
              </Button>
              <Button
                variant="ghost"
                size="iconXs"
                aria-label={`Move ${noun} ${index + 1} down`}
                disabled={index === items.length - 1}
                onClick={() => swap(index, index + 1)}
              >
                <ArrowDown aria-hidden />
              </Button>
            </span>
            <Button
              variant="ghost"
              size="iconXs"
              className="mt-1.5 hover:text-danger"
              aria-label={`Remove ${noun} ${index + 1}`}
              disabled={items.length <= min}
              onClick={() => remove(index)}
            >
              <Trash2 aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
      <Button
        size="sm"
        variant="ghost"
        className="text-primary hover:text-primary"
        disabled={items.length >= max}
        onClick={() => onChange([...items, create()])}
      >
        <Plus aria-hidden /> Add {noun}
        {Number.isFinite(max) && (
          <span className="text-muted">
            {items.length} / {max}
          </span>
        )}
      </Button>
    </div>
  );
}
