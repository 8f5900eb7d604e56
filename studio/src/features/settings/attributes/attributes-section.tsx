import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { AttributeDefinition } from '../../../../../core/api/attributes.ts';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { attributeDefinitionsQuery, keys } from '../../../shared/api/queries.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Badge } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { Section } from '../section.tsx';
import { AttributeDialog, typeTitles } from './attribute-dialog.tsx';

export function AttributesSection() {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('organization:write');
  const definitions = useQuery(attributeDefinitionsQuery(orgId));
  const [open, setOpen] = useState<AttributeDefinition | 'new' | null>(null);
  const items = definitions.data?.items ?? [];
  return (
    <div className="max-w-2xl">
      <Section
        title="Attributes of contacts"
        hint="Give an attribute a type, and forms, segments and flows know it. Attributes without a definition stay free."
      >
        {definitions.isPending && <Skeleton className="h-24" />}
        {definitions.isError && (
          <ErrorState
            className="h-auto"
            error={definitions.error}
            onRetry={() => void definitions.refetch()}
          />
        )}
        {definitions.data && items.length === 0 && (
          <p className="text-sm text-muted">None yet. A birthday or a plan is a good start.</p>
        )}
        {items.length > 0 && (
          <ul aria-label="Attributes" className="divide-y divide-border">
            {items.map((definition) => (
              <Row key={definition.id} {...{ definition, mayEdit }} onEdit={() => setOpen(definition)} />
            ))}
          </ul>
        )}
        {mayEdit && (
          <Button onClick={() => setOpen('new')}>
            <Plus aria-hidden /> New attribute
          </Button>
        )}
      </Section>
      {open && <AttributeDialog definition={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function Row({
  definition,
  mayEdit,
  onEdit,
}: {
  definition: AttributeDefinition;
  mayEdit: boolean;
  onEdit: () => void;
}) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const { label, key, type, options, isArchived } = definition;
  const archive = useMutation({
    mutationFn: () =>
      api.call('updateAttributeDefinition', {
        params: { org: orgId, attribute: definition.id },
        body: { isArchived: !isArchived },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.attributeDefinitions(orgId) }),
    onError: (error) => toast.error('Nothing was changed', { description: errorText(error) }),
  });
  return (
    <li className="flex items-center gap-3 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 text-sm font-medium">
          <span className="truncate">{label}</span>
          {isArchived && <Badge>Archived</Badge>}
        </p>
        <p className="truncate text-xs text-muted">
          {typeTitles[type]}
          {options.length > 0 && `: ${options.join(', ')}`}
          {key !== label && ` (${key})`}
        </p>
      </div>
      {mayEdit && (
        <>
          <Button size="xs" variant="ghost" aria-label={`Change ${label}`} onClick={onEdit}>
            Change
          </Button>
          <Button
            size="xs"
            variant="ghost"
            isBusy={archive.isPending}
            aria-label={`${isArchived ? 'Use again:' : 'Archive'} ${label}`}
            onClick={() => archive.mutate()}
          >
            {isArchived ? 'Use again' : 'Archive'}
          </Button>
        </>
      )}
    </li>
  );
}
