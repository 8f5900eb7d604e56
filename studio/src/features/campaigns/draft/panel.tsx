import { useId, type ReactNode } from 'react';

export interface PanelProps {
  title: string;
  hint?: ReactNode;
  aside?: ReactNode;
  /** Path in the document of what stands in it, for links that lead to problems. */
  field?: string;
  children: ReactNode;
}

/** A part of a step: what belongs together in one frame. */
export function Panel({ title, hint, aside, field, children }: PanelProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      data-field={field}
      className="rounded-xl border border-border bg-surface p-4 shadow-card sm:p-5"
    >
      <div className="mb-4 flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 id={id} className="text-sm font-semibold">
            {title}
          </h2>
          {hint && <p className="mt-0.5 text-[13px] text-muted">{hint}</p>}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}
