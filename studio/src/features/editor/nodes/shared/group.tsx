import { useId, type ReactNode } from 'react';

/** Controls that belong together under one name. */
export function Group({
  title,
  error,
  children,
}: {
  title: string;
  error?: string | null;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section role="group" aria-labelledby={id} className="space-y-2">
      <h3 id={id} className="text-[13px] font-medium">
        {title}
      </h3>
      {error && <p className="text-xs text-danger">{error}</p>}
      {children}
    </section>
  );
}
