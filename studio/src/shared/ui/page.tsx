import type { ReactNode } from 'react';

/** The frame of a list page: a title line that stays, and a body that scrolls. */
export function Page({
  title,
  actions,
  children,
}: {
  title: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="flex h-full flex-col">
      <header className="flex min-h-16 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3 sm:px-6">
        <h1
          title={typeof title === 'string' ? title : undefined}
          className="min-w-24 flex-1 truncate text-xl font-semibold tracking-tight"
        >
          {title}
        </h1>
        {actions}
      </header>
      <div className="scroll-thin min-h-0 flex-1 overflow-y-auto px-4 pb-6 sm:px-6">{children}</div>
    </div>
  );
}
