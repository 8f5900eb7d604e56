import type { ReactNode } from 'react';

/** What a step does, for steps with nothing to fill in. */
export function Note({ children }: { children: ReactNode }) {
  return <p className="text-[13px] leading-5 text-muted">{children}</p>;
}
