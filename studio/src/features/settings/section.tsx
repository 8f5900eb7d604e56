import type { ReactNode } from 'react';

export interface SectionProps {
  title: string;
  hint: string;
  /** At the right of the title. */
  action?: ReactNode;
  children: ReactNode;
}

/** A card of settings that belong together. */
export function Section({ title, hint, action, children }: SectionProps) {
  return (
    <section
      aria-label={title}
      className="space-y-4 rounded-xl border border-border bg-surface p-5 shadow-card"
    >
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="text-base font-semibold">{title}</h2>
          <p className="text-sm text-muted">{hint}</p>
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
