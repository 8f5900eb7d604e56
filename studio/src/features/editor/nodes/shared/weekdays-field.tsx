import { ToggleGroup } from 'radix-ui';
import { WEEKDAY_NAMES } from '../../../../../../core/flow/nodes/shared/time-fields.ts';
import { Group } from './group.tsx';

export interface WeekdaysFieldProps {
  /** 1 Monday to 7 Sunday. */
  value: readonly number[];
  onChange: (value: number[]) => void;
  error?: string | null;
}

export function WeekdaysField({ value, onChange, error }: WeekdaysFieldProps) {
  return (
    <Group title="On these days" error={error}>
      <ToggleGroup.Root
        type="multiple"
        aria-label="Days of the week"
        value={value.map(String)}
        onValueChange={(days) => onChange(days.map(Number).sort((a, b) => a - b))}
        className="flex gap-1"
      >
        {WEEKDAY_NAMES.map((name, index) => (
          <ToggleGroup.Item
            key={name}
            value={String(index + 1)}
            className="h-8 flex-1 rounded-md bg-surface-2 text-xs font-medium text-muted transition-colors hover:text-text data-[state=on]:bg-primary data-[state=on]:text-on-primary"
          >
            <span aria-hidden="true">{name.slice(0, 2)}</span>
            <span className="sr-only">{name}</span>
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
    </Group>
  );
}
