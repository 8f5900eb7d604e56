import { cn } from '../lib/cn.ts';

export interface ProgressBarProps {
  label: string;
  value: number;
  max: number;
  isPaused?: boolean;
}

export function ProgressBar({ label, value, max, isPaused }: ProgressBarProps) {
  const percent = max === 0 ? 0 : Math.min(100, Math.round((value / max) * 100));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-2.5 overflow-hidden rounded-full bg-surface-3"
    >
      <div
        className={cn(
          'h-full rounded-full bg-primary transition-[width] duration-500',
          isPaused && 'bg-border-strong',
        )}
        style={{ width: `${percent}%` }}
      />
    </div>
  );
}
