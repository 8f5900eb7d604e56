import { Link } from '@tanstack/react-router';
import {
  ArrowDownLeft,
  ArrowUpRight,
  CheckCheck,
  Filter,
  Flag,
  GitMerge,
  Headset,
  Hourglass,
  Pencil,
  ShoppingCart,
  ShieldCheck,
  Tag,
  Workflow,
  Zap,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { TimelineItem } from '../../../../../core/api/people.ts';
import { clockTime, fullTime } from '../../../shared/lib/time.ts';
import { consentOrigin, consentSentence } from './consent-words.ts';

export function TimelineEntry({ item }: { item: TimelineItem }) {
  const { icon: Icon, title, detail } = describe(item);
  return (
    <li className="flex gap-3">
      <span className="mt-px grid size-7 shrink-0 place-items-center rounded-full bg-surface-2 text-muted">
        <Icon aria-hidden className="size-3.5" />
      </span>
      <div className="min-w-0 flex-1 pt-1">
        <p className="text-[13px] leading-5 break-words">{title}</p>
        {detail && <p className="text-xs leading-4 break-words text-muted">{detail}</p>}
      </div>
      <time
        dateTime={item.at}
        title={fullTime(item.at)}
        className="shrink-0 pt-1 text-xs leading-5 text-muted tabular-nums"
      >
        {clockTime(item.at)}
      </time>
    </li>
  );
}

interface Description {
  icon: LucideIcon;
  title: ReactNode;
  detail?: string;
}

function describe(item: TimelineItem): Description {
  switch (item.kind) {
    case 'message':
      return describeMessage(item);
    case 'flow':
      return {
        icon: Workflow,
        title: (
          <>
            <Link
              to="/flows/$flowId"
              params={{ flowId: item.flowId }}
              search={{ run: item.runId }}
              className="font-medium hover:underline"
            >
              {item.flowName}
            </Link>{' '}
            {item.what}
          </>
        ),
        ...(item.outcome ? { detail: item.outcome } : {}),
      };
    case 'consent':
      return { icon: ShieldCheck, title: consentSentence(item), detail: consentOrigin(item) };
    case 'event':
      return describeEvent(item);
  }
}

const failed = { failed: 'Not sent', unknown: 'Not known whether it was sent' } as Record<string, string>;

function describeMessage(item: Extract<TimelineItem, { kind: 'message' }>): Description {
  const isInbound = item.direction === 'inbound';
  const isOrder = isInbound && item.type === 'order';
  const problem = failed[item.status];
  return {
    icon: isOrder ? ShoppingCart : isInbound ? ArrowDownLeft : ArrowUpRight,
    title: (
      <Link
        to="/inbox/$conversationId"
        params={{ conversationId: item.conversationId }}
        className="line-clamp-3 hover:underline"
      >
        {item.text ?? `[${item.type}]`}
      </Link>
    ),
    detail: [isOrder ? 'They ordered' : isInbound ? 'They wrote' : writers[item.source], problem]
      .filter(Boolean)
      .join(', '),
  };
}

const writers: Record<string, string> = {
  agent: 'Sent by a colleague',
  flow: 'Sent by a flow',
  campaign: 'Sent by a campaign',
  api: 'Sent by the API',
  phoneApp: 'Sent from the phone',
  history: 'From the phone’s history',
};

function describeEvent({
  what,
  name,
  value,
  previous,
}: Extract<TimelineItem, { kind: 'event' }>): Description {
  switch (what) {
    case 'tag_added':
      return { icon: Tag, title: `Tag “${name}” added` };
    case 'tag_removed':
      return { icon: Tag, title: `Tag “${name}” removed` };
    case 'attribute_changed':
      return {
        icon: Pencil,
        title: value === undefined ? `${name} removed` : `${name} is ${words(value)}`,
        ...(previous === undefined ? {} : { detail: `Before: ${words(previous)}` }),
      };
    case 'segment_entered':
      return { icon: Filter, title: `Entered the segment “${name}”` };
    case 'segment_left':
      return { icon: Filter, title: `Left the segment “${name}”` };
    case 'api_event':
      return { icon: Zap, title: name, detail: 'Event' };
    case 'goal':
      return { icon: Flag, title: `Reached the goal “${name}”` };
    case 'conversation_resolved':
      return { icon: CheckCheck, title: 'Conversation resolved' };
    case 'window_closing':
      return { icon: Hourglass, title: 'The 24-hour window is about to close' };
    case 'taken_over':
      return { icon: Headset, title: 'A colleague took the conversation over from a flow' };
    case 'merged':
      return { icon: GitMerge, title: 'Merged with another contact' };
  }
}

function words(value: string | number | boolean | null): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}
