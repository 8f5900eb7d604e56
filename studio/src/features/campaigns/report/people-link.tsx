import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { cn } from '../../../shared/lib/cn.ts';
import type { PeopleFilter } from './people-filter.ts';

export interface PeopleLinkProps {
  campaignId: string;
  filter: PeopleFilter;
  /** What the number stands for, for screen readers: "Read: show these people". */
  label: string;
  className?: string;
  children: ReactNode;
}

/** A number that leads to the people behind it. */
export function PeopleLink({ campaignId, filter, label, className, children }: PeopleLinkProps) {
  return (
    <Link
      to="/campaigns/$campaignId"
      params={{ campaignId }}
      search={{ show: 'people', ...filter }}
      title={label}
      className={cn('tabular-nums decoration-muted underline-offset-4 hover:underline', className)}
    >
      {children}
      <span className="sr-only">, {label}</span>
    </Link>
  );
}
