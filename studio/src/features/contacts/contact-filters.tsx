import { useQuery } from '@tanstack/react-query';
import { contactFieldsQuery, segmentsQuery } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Select } from '../../shared/ui/input.tsx';

/** A tag or a segment; a segment has rules of its own and stands alone. */
export interface Filter {
  tag?: string;
  segment?: string;
}

export function ContactFilters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const { orgId } = useWorkspace();
  const tags = useQuery(contactFieldsQuery(orgId)).data?.tags ?? [];
  const segments = useQuery(segmentsQuery(orgId)).data?.items ?? [];
  if (tags.length + segments.length === 0) return null;
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      <Select
        aria-label="Tag"
        className="h-8 w-full text-[13px] sm:w-44"
        value={filter.tag ?? ''}
        onChange={({ target }) => onChange(target.value ? { tag: target.value } : {})}
      >
        <option value="">Any tag</option>
        {tags.map((tag) => (
          <option key={tag}>{tag}</option>
        ))}
      </Select>
      {segments.length > 0 && (
        <Select
          aria-label="Segment"
          className="h-8 w-full text-[13px] sm:w-52"
          value={filter.segment ?? ''}
          onChange={({ target }) => onChange(target.value ? { segment: target.value } : {})}
        >
          <option value="">Any segment</option>
          {segments.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </div>
  );
}
