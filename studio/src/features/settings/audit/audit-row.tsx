import { Bot, ChevronRight, KeyRound } from 'lucide-react';
import type { AuditEntry } from '../../../../../core/api/audit.ts';
import { clockTime, fullTime } from '../../../shared/lib/time.ts';
import { Avatar } from '../../../shared/ui/avatar.tsx';
import { actorName, sentenceOf } from './sentence.ts';

export function AuditRow({ entry, onOpen }: { entry: AuditEntry; onOpen: () => void }) {
  return (
    <li className="border-b border-border last:border-b-0">
      <button
        type="button"
        onClick={onOpen}
        className="flex w-full items-center gap-3 px-4 py-2.5 text-left transition-colors hover:bg-surface-2"
      >
        <ActorIcon entry={entry} />
        <span className="min-w-0 flex-1 text-sm break-words text-muted">
          <Sentence entry={entry} />
        </span>
        <time
          dateTime={entry.at}
          title={fullTime(entry.at)}
          className="shrink-0 text-[13px] text-muted tabular-nums"
        >
          {clockTime(entry.at)}
        </time>
        <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
      </button>
    </li>
  );
}

export function Sentence({ entry }: { entry: AuditEntry }) {
  return sentenceOf(entry).map((part, n) =>
    typeof part === 'string' ? (
      part
    ) : (
      <strong key={n} className="font-medium text-text">
        {part.strong}
      </strong>
    ),
  );
}

export function ActorIcon({ entry }: { entry: AuditEntry }) {
  if (entry.actor.kind === 'user') return <Avatar name={actorName(entry)} className="size-8 text-[11px]" />;
  const Icon = entry.actor.kind === 'apiKey' ? KeyRound : Bot;
  return (
    <span
      aria-hidden
      className="grid size-8 shrink-0 place-items-center rounded-full bg-surface-2 text-muted"
    >
      <Icon className="size-4" />
    </span>
  );
}
