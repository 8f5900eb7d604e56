import { operators } from '../../../../../../core/flow/nodes/condition/operators.ts';
import type { EventTriggerData } from '../../../../../../core/flow/nodes/event-trigger/manifest.ts';

export function Card({ data }: { data: EventTriggerData }) {
  const filters = data.filters.filter(({ field }) => field.trim() !== '');
  return (
    <div className="px-3.5 pb-1.5 text-[13px] text-muted">
      {data.name.trim() === '' ? (
        <p>No event yet</p>
      ) : (
        <p>
          When <code className="font-mono text-xs text-text">{data.name.trim()}</code> happens
        </p>
      )}
      {filters.slice(0, 3).map(({ field, operator, value }, index) => (
        <p key={index} className="truncate text-xs">
          {index === 0 ? 'if' : 'and'} {field.trim()} {operators[operator].title}{' '}
          {operators[operator].takesValue && value}
        </p>
      ))}
      {filters.length > 3 && <p className="text-xs">and {filters.length - 3} more</p>}
    </div>
  );
}
