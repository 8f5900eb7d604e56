import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Permission } from '../../../../../core/api/permissions.ts';
import type { Role } from '../../../../../core/api/schemas.ts';
import { api } from '../../../shared/api/api.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Field } from '../../../shared/ui/field.tsx';
import { FormDialog } from '../../../shared/ui/form-dialog.tsx';
import { Input, Select } from '../../../shared/ui/input.tsx';
import { Switch } from '../../../shared/ui/switch.tsx';
import { NewKey } from './new-key.tsx';
import { apiKeysKey } from './queries.ts';
import { permissionsOf, roleLabels, rolesUpTo } from './roles.ts';
import { ScopeChoice } from './scope-choice.tsx';

const DAY_MS = 24 * 60 * 60 * 1_000;
const lifetimes = [
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: 365, label: 'One year' },
  { days: 0, label: 'No end' },
];

/** First the form, then the key itself, which closing takes away for good. */
export function CreateApiKeyDialog({ onClose }: { onClose: () => void }) {
  const { orgId, role: ownRole } = useWorkspace();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const [days, setDays] = useState(90);
  /** Null: everything that the role may do. */
  const [scopes, setScopes] = useState<Permission[] | null>(null);
  const allowed = permissionsOf(role);
  const chosen = scopes && allowed.map((permission) => permission.name).filter((one) => scopes.includes(one));

  const create = useMutation({
    // What is answered here is in no cache but this dialog's.
    gcTime: 0,
    mutationFn: () =>
      api.call('createApiKey', {
        params: { org: orgId },
        body: {
          ...{ name, role, scopes: chosen },
          expiresAt: days === 0 ? null : new Date(Date.now() + days * DAY_MS).toISOString(),
        },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: apiKeysKey(orgId) }),
  });
  if (create.data) return <NewKey apiKey={create.data} onClose={onClose} />;

  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title="New API key"
      action="Make the key"
      isBusy={create.isPending}
      isReady={name.trim() !== '' && chosen?.length !== 0}
      error={create.error}
      onSubmit={() => create.mutate()}
    >
      <Field label="Name" hint="Which program uses it, so that you know later what ends with it.">
        <Input
          autoFocus
          required
          maxLength={200}
          placeholder="CRM"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Role" hint={roleLabels[role].hint}>
          <Select value={role} onChange={(event) => setRole(event.target.value as Role)}>
            {rolesUpTo(ownRole).map((one) => (
              <option key={one} value={one}>
                {roleLabels[one].label}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Works for">
          <Select value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {lifetimes.map((lifetime) => (
              <option key={lifetime.days} value={lifetime.days}>
                {lifetime.label}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <Switch
        label="Limit what it may do"
        hint="Without limits it may do everything that its role may."
        checked={scopes !== null}
        onChange={(isOn) => setScopes(isOn ? [] : null)}
      />
      {chosen && <ScopeChoice permissions={allowed} chosen={chosen} onChange={setScopes} />}
    </FormDialog>
  );
}
