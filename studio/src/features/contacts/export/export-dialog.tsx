import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExportRequest } from '../../../../../core/api/imports.ts';
import { api } from '../../../shared/api/api.ts';
import { contactFieldsQuery, keys, segmentsQuery } from '../../../shared/api/queries.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog } from '../../../shared/ui/dialog.tsx';
import { Field } from '../../../shared/ui/field.tsx';
import { Select } from '../../../shared/ui/input.tsx';
import { RequestError } from '../../../shared/ui/request-error.tsx';
import { Segmented } from '../../../shared/ui/segmented.tsx';
import { ExportList } from './export-list.tsx';

type Column = ExportRequest['columns'][number];

const columnNames: Record<Column, string> = {
  phone: 'Phone',
  name: 'Name',
  tags: 'Tags',
  consent: 'Marketing consent',
  country: 'Country',
  locale: 'Language',
  timeZone: 'Time zone',
  created: 'Created',
};
const allColumns = Object.keys(columnNames) as Column[];

type Audience = 'all' | 'search' | `tag:${string}` | `segment:${string}`;

export interface ExportDialogProps {
  /** What the list is searched for; empty: nothing. */
  search: string;
  onClose: () => void;
}

/** Whom to export and which columns, and the files that were made. Mounted while it is open. */
export function ExportDialog({ search, onClose }: ExportDialogProps) {
  const { orgId } = useWorkspace();
  const fields = useQuery(contactFieldsQuery(orgId)).data;
  const segments = useQuery(segmentsQuery(orgId)).data?.items ?? [];
  const [audience, setAudience] = useState<Audience>(search ? 'search' : 'all');
  const [format, setFormat] = useState<'csv' | 'xlsx'>('csv');
  const [columns, setColumns] = useState<Column[]>(allColumns);
  const [attributes, setAttributes] = useState(true);
  const create = useCreate();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Export contacts"
      description="A file that spreadsheets open, and that can be imported again."
      className="max-w-xl"
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            variant="primary"
            disabled={columns.length === 0 && !attributes}
            isBusy={create.isPending}
            onClick={() =>
              create.mutate({
                ...audienceOf(audience, search),
                ...{ format, columns, attributes: attributes ? 'all' : [] },
              })
            }
          >
            Export
          </Button>
        </>
      }
    >
      <div className="space-y-5">
        <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_auto]">
          <Field label="Whom">
            <Select value={audience} onChange={(event) => setAudience(event.target.value as Audience)}>
              <option value="all">All contacts</option>
              {search && <option value="search">Found by “{search}”</option>}
              {segments.length > 0 && (
                <optgroup label="Segments">
                  {segments.map(({ id, name }) => (
                    <option key={id} value={`segment:${id}`}>
                      {name}
                    </option>
                  ))}
                </optgroup>
              )}
              {fields && fields.tags.length > 0 && (
                <optgroup label="With the tag">
                  {fields.tags.map((tag) => (
                    <option key={tag} value={`tag:${tag}`}>
                      {tag}
                    </option>
                  ))}
                </optgroup>
              )}
            </Select>
          </Field>
          <div className="space-y-1.5">
            <p className="text-[13px] leading-5 font-medium">Format</p>
            <Segmented
              label="Format"
              value={format}
              onChange={setFormat}
              className="h-9"
              options={[
                { value: 'csv', label: 'CSV' },
                { value: 'xlsx', label: 'Excel' },
              ]}
            />
          </div>
        </div>
        <fieldset className="space-y-2">
          <legend className="text-[13px] font-medium">Columns</legend>
          <div className="grid grid-cols-2 gap-x-4 gap-y-1.5 sm:grid-cols-3">
            {allColumns.map((column) => (
              <Choice
                key={column}
                label={columnNames[column]}
                checked={columns.includes(column)}
                onChange={(isChosen) =>
                  setColumns(allColumns.filter((one) => (one === column ? isChosen : columns.includes(one))))
                }
              />
            ))}
            <Choice label="All attributes" checked={attributes} onChange={setAttributes} />
          </div>
        </fieldset>
        <RequestError error={create.error} />
        <ExportList />
      </div>
    </Dialog>
  );
}

function Choice({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <label className="flex cursor-pointer items-center gap-2 text-sm">
      <input
        type="checkbox"
        className="size-4 accent-primary"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}

function audienceOf(audience: Audience, search: string) {
  if (audience === 'search') return { search };
  if (audience.startsWith('tag:')) return { tag: audience.slice(4) };
  if (audience.startsWith('segment:')) return { segmentId: audience.slice(8) };
  return { all: true as const };
}

function useCreate() {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Omit<ExportRequest, 'byteOrderMark'>) =>
      api.call('createExport', { params: { org: orgId }, body: { ...body, byteOrderMark: true } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.exports(orgId) }),
  });
}
