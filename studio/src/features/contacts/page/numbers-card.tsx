import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import type { Identity } from '../../../../../core/api/people.ts';
import { api } from '../../../shared/api/api.ts';
import { ApiError, errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { phoneText } from '../../../shared/lib/phone.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Input } from '../../../shared/ui/input.tsx';
import { Skeleton } from '../../../shared/ui/states.tsx';
import { Card } from './card.tsx';
import { identitiesQuery } from './queries.ts';

const idTitles: Record<Identity['kind'], string> = {
  phone: 'Phone number',
  wa_id: 'WhatsApp number',
  bsuid: 'WhatsApp user id',
  parent_bsuid: 'WhatsApp user id, linked accounts',
};

/** Every number once, however many ways WhatsApp writes it, and the ids that WhatsApp gave. */
export function NumbersCard({ contactId }: { contactId: string }) {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('contacts:write');
  const identities = useQuery(identitiesQuery(orgId, contactId));
  const queryClient = useQueryClient();
  const items = identities.data?.items ?? [];
  const phones = items.filter(({ kind }) => kind === 'phone');
  const others = items.filter(({ kind }) => kind === 'bsuid' || kind === 'parent_bsuid');
  const hasOnlyOne = phones.length + others.length === 1;
  const remove = useMutation({
    mutationFn: (phone: string) =>
      api.call('removeContactPhone', { params: { org: orgId, contact: contactId, phone } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.contact(orgId, contactId) }),
  });
  return (
    <Card title="Numbers and ids">
      {identities.isPending && <Skeleton className="h-8" />}
      {identities.isError && <p className="text-[13px] text-danger">{errorText(identities.error)}</p>}
      <ul className="space-y-1">
        {[...phones, ...others].map(({ kind, value }) => (
          <li key={value} className="flex min-h-7 items-center gap-2">
            <div className="min-w-0 flex-1">
              <p className="truncate text-[13px] font-medium tabular-nums select-all">
                {kind === 'phone' ? phoneText(value) : value}
              </p>
              {kind !== 'phone' && <p className="text-xs text-muted">{idTitles[kind]}</p>}
            </div>
            {mayEdit && kind === 'phone' && !hasOnlyOne && (
              <Button
                variant="ghost"
                size="iconXs"
                aria-label={`Remove ${phoneText(value)}`}
                disabled={remove.isPending}
                onClick={() => remove.mutate(value)}
              >
                <X aria-hidden />
              </Button>
            )}
          </li>
        ))}
      </ul>
      {remove.error && (
        <p role="alert" className="mt-2 text-[13px] text-danger">
          {errorText(remove.error)}
        </p>
      )}
      {mayEdit && <AddNumber contactId={contactId} />}
    </Card>
  );
}

function AddNumber({ contactId }: { contactId: string }) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const [phone, setPhone] = useState<string | null>(null);
  const add = useMutation({
    mutationFn: (typed: string) =>
      api.call('addContactPhone', {
        params: { org: orgId, contact: contactId },
        body: { phone: typed },
      }),
    onSuccess: async () => {
      setPhone(null);
      await queryClient.invalidateQueries({ queryKey: keys.contact(orgId, contactId) });
    },
  });
  if (phone === null) {
    return (
      <Button variant="ghost" size="sm" className="mt-2 -ml-2.5" onClick={() => setPhone('')}>
        <Plus aria-hidden /> Add number
      </Button>
    );
  }
  const owner =
    add.error instanceof ApiError && typeof add.error.body.contactId === 'string'
      ? add.error.body.contactId
      : null;
  return (
    <form
      className="mt-3 space-y-2 rounded-lg bg-surface-2 p-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (phone.trim()) add.mutate(phone.trim());
      }}
    >
      <Input
        autoFocus
        type="tel"
        aria-label="Phone number with country code"
        placeholder="+1 555 010 0123"
        maxLength={32}
        className="h-8 text-[13px]"
        value={phone}
        onChange={({ target }) => setPhone(target.value)}
      />
      {add.error && (
        <p role="alert" className="text-xs text-danger">
          {errorText(add.error)}{' '}
          {owner && (
            <Link to="/contacts/$contactId" params={{ contactId: owner }} className="underline">
              Show that contact
            </Link>
          )}
        </p>
      )}
      <div className="flex justify-end gap-1.5">
        <Button size="sm" variant="ghost" onClick={() => setPhone(null)}>
          Cancel
        </Button>
        <Button size="sm" type="submit" isBusy={add.isPending}>
          Add
        </Button>
      </div>
    </form>
  );
}
