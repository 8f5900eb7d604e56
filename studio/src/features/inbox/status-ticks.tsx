import {
  Check,
  CheckCheck,
  CircleAlert,
  CircleHelp,
  Clock,
  PauseCircle,
  type LucideIcon,
} from 'lucide-react';
import type { Message } from '../../../../core/api/schemas.ts';
import { cn } from '../../shared/lib/cn.ts';
import { fullTime } from '../../shared/lib/time.ts';
import { Tooltip } from '../../shared/ui/tooltip.tsx';

const looks: Record<Message['status'], { icon: LucideIcon; label: string; className?: string }> = {
  received: { icon: Check, label: 'Received' },
  queued: { icon: Clock, label: 'Waiting to be sent' },
  sending: { icon: Clock, label: 'Being sent' },
  unknown: { icon: CircleHelp, label: 'Not confirmed by WhatsApp', className: 'text-warn' },
  held: { icon: PauseCircle, label: 'Held back by WhatsApp', className: 'text-warn' },
  sent: { icon: Check, label: 'Sent' },
  failed: { icon: CircleAlert, label: 'Failed', className: 'text-danger' },
  delivered: { icon: CheckCheck, label: 'Delivered' },
  read: { icon: CheckCheck, label: 'Read', className: 'text-tick-read' },
  played: { icon: CheckCheck, label: 'Played', className: 'text-tick-read' },
};

/** One tick sent, two delivered, two blue read; the tooltip has the times and, when it failed, why. */
export function StatusTicks({ message }: { message: Message }) {
  const { icon: Icon, label, className } = looks[message.status];
  const lines = [
    ['Sent', message.sentAt],
    ['Delivered', message.deliveredAt],
    ['Read', message.readAt],
  ].flatMap(([name, at]) => (at ? [`${name} ${fullTime(at)}`] : []));
  return (
    <Tooltip
      side="top"
      label={
        <>
          <span className="block font-medium">{label}</span>
          {message.error && (
            <span className="block">
              {message.error.title} ({message.error.code})
            </span>
          )}
          {lines.map((line) => (
            <span key={line} className="block">
              {line}
            </span>
          ))}
        </>
      }
    >
      <span
        role="img"
        aria-label={label}
        data-status={message.status}
        className={cn('inline-flex', className)}
      >
        <Icon aria-hidden className="size-[15px]" />
      </span>
    </Tooltip>
  );
}
