import type { ReactNode } from 'react';

/** A part of the report in a frame; with `empty` it says so in place of its content. */
export function ReportCard({
  title,
  empty,
  children,
}: {
  title: string;
  empty?: string;
  children?: ReactNode;
}) {
  return (
    <section
      aria-label={title}
      className="min-w-0 overflow-hidden rounded-xl border border-border bg-surface shadow-card"
    >
      <h2 className="px-5 py-3 text-sm font-semibold">{title}</h2>
      {empty ? <p className="px-5 pb-4 text-sm text-muted">{empty}</p> : children}
    </section>
  );
}
