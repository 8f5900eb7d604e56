import { Input } from '../../../../shared/ui/input.tsx';
import { TextField } from '../shared/text-field.tsx';

export interface Pair {
  name: string;
  value: string;
}

export interface PairFieldsProps {
  /** What it is called: "parameter", "field". */
  noun: string;
  pair: Pair;
  index: number;
  error: string | null;
  onChange: (pair: Pair) => void;
}

export function PairFields({ noun, pair, index, error, onChange }: PairFieldsProps) {
  return (
    <div className="space-y-1">
      <Input
        aria-label={`Name of ${noun} ${index + 1}`}
        className="h-8 font-mono text-[13px]"
        spellCheck={false}
        maxLength={200}
        placeholder="name"
        value={pair.name}
        onChange={(event) => onChange({ ...pair, name: event.target.value })}
      />
      <TextField
        label={`Value of ${noun} ${index + 1}`}
        hideLabel
        hasVariables
        value={pair.value}
        error={error}
        onChange={(value) => onChange({ ...pair, value })}
      />
    </div>
  );
}
