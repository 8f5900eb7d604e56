import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { secretsQuery } from '../../shared/api/queries.ts';
import { useMay, useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Select } from '../../shared/ui/input.tsx';
import { SecretsDialog } from './secrets-dialog.tsx';

export interface SecretSelectProps {
  label: string;
  /** Name of the secret; empty for none. */
  value: string;
  onChange: (name: string) => void;
  error?: string | null;
}

/** Chooses a secret by its name; admins can add one on the spot. */
export function SecretSelect({ label, value, onChange, error }: SecretSelectProps) {
  const { orgId } = useWorkspace();
  const canManage = useMay('secrets:write');
  const [isOpen, setIsOpen] = useState(false);
  const secrets = useQuery(secretsQuery(orgId)).data?.items;
  const isMissing = value !== '' && secrets !== undefined && !secrets.some(({ name }) => name === value);
  return (
    <div>
      <div className="flex items-center gap-1">
        <Select
          aria-label={label}
          aria-invalid={Boolean(error) || isMissing || undefined}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">No secret</option>
          {value !== '' && !secrets?.some(({ name }) => name === value) && (
            <option value={value}>{isMissing ? `${value} (not set)` : value}</option>
          )}
          {secrets?.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
        {canManage && (
          <Button
            variant="ghost"
            size="iconSm"
            aria-label="Manage secrets"
            title="Manage secrets"
            onClick={() => setIsOpen(true)}
          >
            <KeyRound aria-hidden />
          </Button>
        )}
      </div>
      {(Boolean(error) || isMissing) && (
        <p className="mt-1 text-xs text-danger">{error ?? 'There is no secret of this name.'}</p>
      )}
      <SecretsDialog isOpen={isOpen} onClose={() => setIsOpen(false)} onSet={onChange} />
    </div>
  );
}
