import { Input } from '../../../../shared/ui/input.tsx';
import { Counter } from './counter.tsx';
import { useInsert } from './use-insert.ts';
import { VariableMenu } from '../../../../shared/ui/variable-menu.tsx';

export interface TitledInputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Length that WhatsApp takes; shows a counter. */
  limit?: number;
  error?: string | null;
  placeholder?: string;
}

/** A one-line text inside a list, with its counter and the placeholder menu in the field. */
export function TitledInput({ label, value, onChange, limit, error, placeholder }: TitledInputProps) {
  const { box, insert } = useInsert<HTMLInputElement>(value, onChange);
  return (
    <div>
      <div className="relative">
        <Input
          ref={box}
          aria-label={label}
          aria-invalid={Boolean(error) || undefined}
          title={error ?? undefined}
          value={value}
          maxLength={200}
          placeholder={placeholder}
          onChange={(event) => onChange(event.target.value)}
          className={limit === undefined ? 'pr-9' : 'pr-24'}
        />
        <span className="absolute top-1/2 right-1.5 flex -translate-y-1/2 items-center gap-1">
          {limit !== undefined && <Counter text={value} limit={limit} />}
          <VariableMenu onPick={insert} />
        </span>
      </div>
      {error && <p className="mt-1 text-xs text-danger">{error}</p>}
    </div>
  );
}
