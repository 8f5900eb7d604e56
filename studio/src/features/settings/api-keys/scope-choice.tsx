import type { Permission } from '../../../../../core/api/permissions.ts';

export interface ScopeChoiceProps {
  /** What may be chosen. */
  permissions: readonly { name: Permission; title: string }[];
  chosen: readonly Permission[];
  onChange: (chosen: Permission[]) => void;
}

export function ScopeChoice({ permissions, chosen, onChange }: ScopeChoiceProps) {
  return (
    <fieldset className="rounded-lg border border-border">
      <legend className="sr-only">What the key may do</legend>
      <div className="scroll-thin max-h-56 overflow-y-auto p-1">
        {permissions.map(({ name, title }) => (
          <label
            key={name}
            className="flex cursor-pointer items-start gap-2.5 rounded-md px-2 py-1.5 hover:bg-surface-2"
          >
            <input
              type="checkbox"
              className="mt-0.5 size-4 shrink-0 accent-primary"
              checked={chosen.includes(name)}
              onChange={({ target }) =>
                onChange(target.checked ? [...chosen, name] : chosen.filter((one) => one !== name))
              }
            />
            <span className="min-w-0 text-[13px]">
              {title} <code className="block font-mono text-xs text-muted">{name}</code>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
