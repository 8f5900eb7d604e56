import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { ImportMapping, ImportPreview, ImportTarget } from '../../../../../core/api/imports.ts';
import type { AttributeType } from '../../../../../core/people/attributes.ts';
import type { DateOrder } from '../../../../../core/people/written-values.ts';
import { contactFieldsQuery } from '../../../shared/api/queries.ts';
import { counted } from '../../../shared/lib/counted.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Badge } from '../../../shared/ui/badge.tsx';
import { Input, Select } from '../../../shared/ui/input.tsx';

const targets: Record<ImportTarget['kind'], string> = {
  phone: 'Phone number',
  name: 'Name',
  tags: 'Tags',
  consent: 'Marketing consent',
  attribute: 'Attribute',
  ignore: 'Don’t import',
};

const separators = { ',': 'comma', ';': 'semicolon', '|': 'vertical bar' } as const;
const definedTypes: Record<AttributeType, string> = {
  text: 'Text',
  number: 'Number',
  boolean: 'Yes or no',
  date: 'Date',
  choice: 'Choice',
};
const orders: Record<DateOrder, string> = {
  dayFirst: 'Date, day first',
  monthFirst: 'Date, month first',
};
const types = { text: 'Text', number: 'Number', boolean: 'Yes or no' } as const;

export interface ColumnTableProps {
  columns: string[];
  mapping: ImportMapping;
  preview: ImportPreview | undefined;
  onChange: (mapping: ImportMapping) => void;
}

/** Each column of the file with what stands in it and what it becomes. */
export function ColumnTable({ columns, mapping, preview, onChange }: ColumnTableProps) {
  const { orgId } = useWorkspace();
  const names = useQuery(contactFieldsQuery(orgId)).data?.attributes ?? [];
  const listId = useId();
  const definedAs = (name: string) =>
    names.find((field) => field.name === name.trim())?.definedAs ?? undefined;

  function setTarget(at: number, target: ImportTarget) {
    const changed = mapping.columns.map((column, index): ImportTarget => {
      if (index === at) return target;
      // There is one column for each of these.
      const isTaken = (target.kind === 'phone' || target.kind === 'consent') && column.kind === target.kind;
      return isTaken ? { kind: 'ignore' } : column;
    });
    onChange({ ...mapping, columns: changed });
  }

  return (
    <section aria-label="Columns" className="rounded-xl border border-border bg-surface shadow-card">
      <header className="border-b border-border px-5 py-4">
        <h2 className="text-base font-semibold">What do the columns mean?</h2>
        <p className="text-sm text-muted">We made a guess. Change what doesn’t fit.</p>
      </header>
      <datalist id={listId}>
        {names.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <ul>
        {columns.map((header, at) => {
          const target = mapping.columns[at]!;
          const seen = preview?.columns[at];
          const definedType = target.kind === 'attribute' ? definedAs(target.name) : undefined;
          return (
            <li
              key={at}
              className="grid items-start gap-x-4 gap-y-2 border-b border-border px-5 py-3 last:border-b-0 sm:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]"
            >
              <div className="min-w-0">
                <p className="flex items-center gap-2 font-medium">
                  <span className="truncate">{header}</span>
                  {seen && seen.problems > 0 && (
                    <Badge tone="danger">{counted(seen.problems, 'problem')}</Badge>
                  )}
                </p>
                <p className="truncate text-[13px] text-muted">
                  {seen ? seen.samples.join(' · ') || 'Nothing in it' : '…'}
                </p>
              </div>
              <div className="space-y-2">
                <Select
                  aria-label={`Column ${header} becomes`}
                  value={target.kind}
                  onChange={(event) =>
                    setTarget(at, newTarget(event.target.value as ImportTarget['kind'], header))
                  }
                >
                  {Object.entries(targets).map(([kind, label]) => (
                    <option key={kind} value={kind}>
                      {label}
                    </option>
                  ))}
                </Select>
                {target.kind === 'tags' && (
                  <Select
                    aria-label={`Between the tags of ${header}`}
                    value={target.separator}
                    onChange={(event) =>
                      setTarget(at, {
                        kind: 'tags',
                        separator: event.target.value as keyof typeof separators,
                      })
                    }
                  >
                    {Object.entries(separators).map(([mark, label]) => (
                      <option key={mark} value={mark}>
                        Several are separated by a {label}
                      </option>
                    ))}
                  </Select>
                )}
                {target.kind === 'attribute' && (
                  <div className="flex gap-2">
                    <Input
                      aria-label={`Attribute for ${header}`}
                      list={listId}
                      maxLength={64}
                      value={target.name}
                      onChange={(event) => setTarget(at, { ...target, name: event.target.value })}
                    />
                    {definedType === undefined ? (
                      <Select
                        aria-label={`Type of ${header}`}
                        className="w-32 shrink-0"
                        value={target.type}
                        onChange={(event) =>
                          setTarget(at, { ...target, type: event.target.value as keyof typeof types })
                        }
                      >
                        {Object.entries(types).map(([type, label]) => (
                          <option key={type} value={type}>
                            {label}
                          </option>
                        ))}
                      </Select>
                    ) : (
                      <DefinedType
                        type={definedType}
                        header={header}
                        dates={target.dates ?? 'dayFirst'}
                        onChange={(dates) => setTarget(at, { ...target, dates })}
                      />
                    )}
                  </div>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The type that the attribute has in the settings; of days also what comes first where nothing tells. */
function DefinedType({
  type,
  header,
  dates,
  onChange,
}: {
  type: AttributeType;
  header: string;
  dates: DateOrder;
  onChange: (dates: DateOrder) => void;
}) {
  if (type === 'date')
    return (
      <Select
        aria-label={`Days of ${header}`}
        className="w-40 shrink-0"
        value={dates}
        onChange={(event) => onChange(event.target.value as DateOrder)}
      >
        {Object.entries(orders).map(([order, label]) => (
          <option key={order} value={order}>
            {label}
          </option>
        ))}
      </Select>
    );
  return (
    <span className="w-32 shrink-0 self-center text-[13px] text-muted">{definedTypes[type]}, as defined</span>
  );
}

function newTarget(kind: ImportTarget['kind'], header: string): ImportTarget {
  if (kind === 'tags') return { kind, separator: ',' };
  if (kind === 'attribute') return { kind, name: header.slice(0, 64), type: 'text' };
  return { kind };
}
