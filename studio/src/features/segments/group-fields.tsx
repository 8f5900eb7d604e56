import { Plus, X } from 'lucide-react';
import {
  isGroup,
  MAX_DEPTH,
  MAX_TESTS,
  type SegmentGroup,
  type SegmentPart,
} from '../../../../core/segments/rules.ts';
import { cn } from '../../shared/lib/cn.ts';
import { Button } from '../../shared/ui/button.tsx';
import { MatchSelect } from '../../shared/ui/match-select.tsx';
import { newGroup, newTest, withoutPart } from './draft.ts';
import { TestFields } from './test-fields.tsx';

export interface GroupFieldsProps {
  group: SegmentGroup;
  /** Place of the group in the rules, such as `of.0`; empty for the outermost. */
  place: string;
  depth: number;
  /** Tests in all groups together. */
  total: number;
  problems: ReadonlyMap<string, string>;
  onChange: (group: SegmentGroup) => void;
  onRemove?: () => void;
}

/** A group of tests and groups; between them stands whether all must hold or one is enough. */
export function GroupFields({ group, place, depth, total, problems, onChange, onRemove }: GroupFieldsProps) {
  const change = (index: number, part: SegmentPart) =>
    onChange({ ...group, of: group.of.map((old, at) => (at === index ? part : old)) });
  const remove = (index: number) => {
    const rest = withoutPart(group, index);
    if (rest) onChange(rest);
    else onRemove?.();
  };
  const add = (part: SegmentPart) => onChange({ ...group, of: [...group.of, part] });
  const isOnly = group.of.length === 1 && !onRemove;
  return (
    <div
      role="group"
      aria-label={depth === 1 ? 'Rules' : 'Group of tests'}
      className={cn(
        'space-y-2',
        depth > 1 && 'flex-1 rounded-md p-2',
        depth === 2 && 'bg-surface-2',
        depth === 3 && 'border border-border bg-surface',
      )}
    >
      {group.of.map((part, index) => {
        const at = [place, 'of', index].filter((word) => word !== '').join('.');
        return (
          <div key={index} className="space-y-2">
            {index > 0 && (
              <MatchSelect
                label={depth === 1 ? 'Between the rules' : 'Between the tests of the group'}
                value={group.kind}
                onChange={(kind) => onChange({ ...group, kind })}
              />
            )}
            <div className="flex items-start gap-1">
              {isGroup(part) ? (
                <GroupFields
                  group={part}
                  place={at}
                  depth={depth + 1}
                  total={total}
                  problems={problems}
                  onChange={(next) => change(index, next)}
                  onRemove={isOnly ? undefined : () => remove(index)}
                />
              ) : (
                <>
                  <TestFields
                    test={part}
                    error={problems.get(at) ?? null}
                    onChange={(next) => change(index, next)}
                  />
                  <Button
                    variant="ghost"
                    size="iconXs"
                    className="mt-1"
                    aria-label={`Remove test ${index + 1}`}
                    disabled={isOnly}
                    onClick={() => remove(index)}
                  >
                    <X aria-hidden />
                  </Button>
                </>
              )}
            </div>
          </div>
        );
      })}
      <div className="flex gap-1">
        <Button size="xs" variant="ghost" disabled={total >= MAX_TESTS} onClick={() => add(newTest())}>
          <Plus aria-hidden /> Test
        </Button>
        {depth < MAX_DEPTH && (
          <Button
            size="xs"
            variant="ghost"
            disabled={total >= MAX_TESTS}
            onClick={() => add(newGroup(group.kind === 'all' ? 'any' : 'all'))}
          >
            <Plus aria-hidden /> Group of tests
          </Button>
        )}
      </div>
    </div>
  );
}
