import { X } from 'lucide-react';
import { auditSubjects } from '../../../../../core/api/audit-subjects.ts';
import { Select } from '../../../shared/ui/input.tsx';
import { SearchField } from '../../../shared/ui/search-field.tsx';
import type { AuditFilter } from './queries.ts';

const DAY_MS = 86_400_000;

const actions = { created: 'Added', changed: 'Changed', deleted: 'Deleted' };
const spans = { 1: 'Last 24 hours', 7: 'Last 7 days', 30: 'Last 30 days', 90: 'Last 90 days' };

/** Only what this person did, or what happened to this thing. */
export interface Only {
  filter: Pick<AuditFilter, 'actorId' | 'subjectId' | 'contactId'>;
  label: string;
}

export interface AuditFilterValues {
  search: string;
  subject: string;
  action: string;
  /** Days back; empty for all times. */
  days: string;
  only: Only | null;
}

export const noFilters: AuditFilterValues = { search: '', subject: '', action: '', days: '', only: null };

export function toQuery({ search, subject, action, days, only }: AuditFilterValues): AuditFilter {
  return {
    ...(search && { search }),
    ...(subject && { subject }),
    ...(action && { action }),
    // By the minute, so that the same choice is the same question for a while.
    ...(days && {
      from: new Date(Math.floor(Date.now() / 60_000) * 60_000 - Number(days) * DAY_MS).toISOString(),
    }),
    ...only?.filter,
  };
}

export interface AuditFiltersProps {
  value: AuditFilterValues;
  onChange: (value: AuditFilterValues) => void;
}

export function AuditFilters({ value, onChange }: AuditFiltersProps) {
  const change = (part: Partial<AuditFilterValues>) => onChange({ ...value, ...part });
  return (
    <div className="space-y-2">
      <div className="grid gap-2 sm:grid-cols-3 xl:grid-cols-[minmax(0,1fr)_repeat(3,auto)]">
        <SearchField
          label="Search the audit log"
          placeholder="Search a name, a person, a request"
          value={value.search}
          onChange={(search) => change({ search })}
          className="sm:max-xl:col-span-3"
        />
        <Select
          aria-label="Kind"
          value={value.subject}
          onChange={(event) => change({ subject: event.target.value })}
        >
          <option value="">Everything</option>
          {Object.entries(auditSubjects).map(([subject, { title }]) => (
            <option key={subject} value={subject}>
              {title}
            </option>
          ))}
        </Select>
        <Select
          aria-label="Change"
          value={value.action}
          onChange={(event) => change({ action: event.target.value })}
        >
          <option value="">Any change</option>
          {Object.entries(actions).map(([action, title]) => (
            <option key={action} value={action}>
              {title}
            </option>
          ))}
        </Select>
        <Select
          aria-label="Time"
          value={value.days}
          onChange={(event) => change({ days: event.target.value })}
        >
          <option value="">Any time</option>
          {Object.entries(spans).map(([days, title]) => (
            <option key={days} value={days}>
              {title}
            </option>
          ))}
        </Select>
      </div>
      {value.only && (
        <button
          type="button"
          onClick={() => change({ only: null })}
          className="inline-flex h-7 max-w-full items-center gap-1.5 rounded-full bg-primary-soft px-3 text-[13px] font-medium text-primary hover:opacity-80"
        >
          <span className="truncate">{value.only.label}</span>
          <X aria-hidden className="size-3.5 shrink-0" />
          <span className="sr-only">Remove this filter</span>
        </button>
      )}
    </div>
  );
}
