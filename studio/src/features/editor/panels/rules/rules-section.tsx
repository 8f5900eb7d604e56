import type { ReactNode } from 'react';
import type { FlowRules } from '../../../../../../core/flow/document.ts';

/** What every part of the flow's rules gets: the rules, and a way to change some of them. */
export interface RulesProps {
  rules: FlowRules;
  change: (part: Partial<FlowRules>) => void;
}

export function RulesSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="space-y-4 border-t border-border pt-4 first:border-t-0 first:pt-0">
      <h3 className="text-xs font-semibold tracking-wide text-muted uppercase">{title}</h3>
      {children}
    </section>
  );
}
