import { Link, type LinkProps } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';

export interface BackTitleProps {
  to: LinkProps['to'];
  /** Name of the way back: "Back to contacts". */
  label: string;
  children: ReactNode;
}

/** The title of a page that lies behind another one. */
export function BackTitle({ to, label, children }: BackTitleProps) {
  return (
    <span className="flex items-center gap-1">
      <Button asChild variant="ghost" size="iconSm" className="-ml-2">
        <Link to={to} aria-label={label}>
          <ChevronLeft aria-hidden />
        </Link>
      </Button>
      {children}
    </span>
  );
}
