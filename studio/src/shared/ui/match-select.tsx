import { Select } from './input.tsx';

export type Match = 'all' | 'any';

/** Stands between the parts of a group: whether all of them must hold or one is enough. It is the same between all of them. */
export function MatchSelect({
  label,
  value,
  onChange,
}: {
  label: string;
  value: Match;
  onChange: (match: Match) => void;
}) {
  return (
    <Select
      aria-label={label}
      className="h-7 w-20 pl-2 text-xs font-semibold"
      value={value}
      onChange={(event) => onChange(event.target.value as Match)}
    >
      <option value="all">and</option>
      <option value="any">or</option>
    </Select>
  );
}
