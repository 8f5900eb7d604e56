import { cn } from '../../../../shared/lib/cn.ts';
import { Input } from '../../../../shared/ui/input.tsx';

export interface TitledInputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  limit: number;
  error?: string | null;
  placeholder?: string;
}

/** A one-line text inside a list, with its counter in the field. */
export function TitledInput({ label, value, onChange, limit, error, placeholder }: TitledInputProps) {
  const isOver = value.length > limit;
  return (
    <div>
      <div className="relative">
        <Input
          aria-label={label}
          aria-invalid={Boolean(error) || isOver || undefined}
          title={error ?? undefined}
          value={value}
          maxLength={200}
          placeholder={placeholder}
          onChange={(event) => onChange(event.target.value)}
          className="pr-14"
        />
        <span
          aria-hidden
          className={cn(
            'pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-[11px] tabular-nums',
            isOver ? 'font-medium text-danger' : 'text-muted',
          )}
        >
          {value.length}/{limit}
        </span>
      </div>
      {error && <p className="mt-1 text-xs text-danger">{error}</p>}
    </div>
  );
}
