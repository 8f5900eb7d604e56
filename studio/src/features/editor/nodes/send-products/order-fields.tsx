import type { OrderField } from '../../../../../../core/flow/order.ts';
import type { OrderSaves } from '../../../../../../core/flow/nodes/shared/order-saves.ts';
import { Group } from '../shared/group.tsx';
import { VariableNameField } from '../shared/variable-name-field.tsx';
import { withText } from '../shared/without.ts';

const LABELS: Record<OrderField, string> = {
  items: 'Products, as a list',
  summary: 'Products, as a text',
  itemCount: 'Number of pieces',
  total: 'Total',
  currency: 'Currency',
  note: 'Note of the person',
};

/** What of an order is kept, and under which names. */
export function OrderFields({
  saves,
  onChange,
  problemOf,
}: {
  saves: OrderSaves;
  onChange: (saves: OrderSaves) => void;
  problemOf: (field: string) => string | null;
}) {
  return (
    <Group title="Keep of the order">
      <div className="grid grid-cols-2 gap-3">
        {(Object.keys(LABELS) as OrderField[]).map((field) => (
          <VariableNameField
            key={field}
            label={LABELS[field]}
            value={saves[field] ?? ''}
            error={problemOf(`saves.${field}`)}
            onChange={(name) => onChange(withText(saves, field, name))}
          />
        ))}
      </div>
    </Group>
  );
}
