import type { FlowMovePreview } from '../../../../../core/api/flow-versions.ts';
import { Badge, type BadgeTone } from '../../../shared/ui/badge.tsx';

const outcomes = {
  kept: { label: 'Stay', tone: 'primary' },
  moved: { label: 'Go on elsewhere', tone: 'info' },
  gone: { label: 'Finish as they began', tone: 'warn' },
} as const satisfies Record<string, { label: string; tone: BadgeTone }>;

export type MovePlace = Pick<
  FlowMovePreview['places'][number],
  'nodeId' | 'title' | 'people' | 'outcome' | 'words'
>;

/** What a move does, step by step. */
export function MoveOutcomes({ places }: { places: readonly MovePlace[] }) {
  return (
    <ul aria-label="What happens to them" className="divide-y divide-border rounded-lg border border-border">
      {merged(places).map(({ nodeId, title, people, outcome, words }, index) => (
        <li key={index} className="px-3 py-2 text-[13px]">
          <span className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate font-medium">{title}</span>
            <span className="text-xs text-muted tabular-nums">{peopleText(people)}</span>
            <Badge tone={outcomes[outcome].tone}>
              {nodeId === null && outcome === 'kept' ? 'Begin on it' : outcomes[outcome].label}
            </Badge>
          </span>
          <span className="block text-xs text-muted">{words}</span>
        </li>
      ))}
    </ul>
  );
}

/** The same step of several versions, with the same outcome, is one line. */
function merged(places: readonly MovePlace[]): MovePlace[] {
  const lines = new Map<string, MovePlace>();
  for (const place of places) {
    const key = [place.title, place.outcome, place.words].join('\n');
    lines.set(key, { ...place, people: place.people + (lines.get(key)?.people ?? 0) });
  }
  return [...lines.values()];
}

export function peopleText(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}
